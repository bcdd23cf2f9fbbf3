/** Generated processors, and everything that a machine of that kind would print. */
import fc from "fast-check";
import { nameOf } from "../../src/read/cpuid/leaf0d.ts";
import { EXTENDED_REGION, type StateComponent } from "../../src/xsave/component.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { bit } from "../../src/xsave/mask.ts";
import { createProcessor, enumerated, type Processor } from "../../src/xsave/processor.ts";
import type { LeafRows } from "./texts.ts";

interface Draft {
  readonly bit: number;
  readonly size: number;
  readonly gap: number;
  readonly supervisor: boolean;
  readonly align64: boolean;
  readonly xfd: boolean;
}

/** Any processor: any bits, any sizes, user components in any order without overlaps. */
export const anyProcessor = (bits = fc.integer({ min: 2, max: 62 })): fc.Arbitrary<Processor> =>
  fc
    .uniqueArray(
      fc.record({
        bit: bits,
        size: fc.integer({ min: 1, max: 10_000 }),
        gap: fc.integer({ min: 0, max: 200 }),
        supervisor: fc.boolean(),
        align64: fc.boolean(),
        xfd: fc.boolean(),
      }),
      { selector: ({ bit: n }) => n, maxLength: 14 },
    )
    .map(processorOf);

function processorOf(drafts: readonly Draft[]): Processor {
  let end = EXTENDED_REGION;
  const components = drafts.map(({ gap, ...draft }): StateComponent => {
    const offset = draft.supervisor ? null : end + gap;
    if (offset !== null) end = offset + draft.size;
    return { ...draft, name: nameOf(draft.bit), offset };
  });
  const maskOf = (supervisor: boolean) =>
    components.reduce((m, c) => (c.supervisor === supervisor ? m | bit(c.bit) : m), 0n);
  return createProcessor({
    ...{ id: "generated", name: "generated", vendor: "any", source: "a test", hypothetical: true },
    ...{ xcr0: 3n | maskOf(false), xss: maskOf(true), components },
  });
}

const low = (mask: bigint): number => Number(mask & 0xffffffffn);
const high = (mask: bigint): number => Number(mask >> 32n);

/** Leaf 0DH with everything enabled. */
export const leavesOf = (cpu: Processor): LeafRows => ({
  "0": [low(cpu.xcr0), standardSize(cpu, cpu.xcr0), standardSize(cpu, cpu.xcr0), high(cpu.xcr0)],
  "1": [0xf, compactedSize(cpu, enumerated(cpu)), low(cpu.xss), high(cpu.xss)],
  ...Object.fromEntries(
    cpu.components.map((c) => [
      c.bit,
      [
        c.size,
        c.offset ?? 0,
        Number(c.supervisor) | (Number(c.align64) << 1) | (Number(c.xfd) << 2),
        0,
      ],
    ]),
  ),
});

/** What two processors must share to be the same one; names and sources aside. */
export const areaOf = ({ xcr0, xss, components }: Processor) => ({ xcr0, xss, components });
