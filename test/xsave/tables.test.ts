import fc from "fast-check";
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { tabulated } from "../../src/xsave/byte-tables.ts";
import { compactedSize, type Layout, layout, standardSize } from "../../src/xsave/layout.ts";
import { illegalities, isLegal, LEGALITY_RULES } from "../../src/xsave/legality.ts";
import { hex } from "../../src/xsave/mask.ts";
import { createProcessor, described, type Processor } from "../../src/xsave/processor.ts";
import { plainLayout } from "../../src/xsave/reference.ts";
import { type BitRow, ran, STAY } from "../../src/xsave/run-step.ts";
import { subsets } from "../../src/xsave/subsets.ts";
import { synthetic } from "../processors.ts";
import { describedMasksOf, TABLES, total } from "../spaces.ts";

const FORMATS = ["standard", "compacted"] as const;

/** All the fields of a layout; `toEqual` on each of them would take minutes. */
const told = ({ format, mask, size, components, holes, xcompBv }: Layout): string =>
  [
    ...[format, mask, size, xcompBv],
    ...components.map((component) => Object.values(component).join()),
    ...holes.map((hole) => `${hole.offset}+${hole.size}`),
  ].join(";");

/**
 * Every answer that comes from a table, against the reference: sizes and legality of `mask`, whatever
 * it has of x87 and SSE; layouts whole.
 */
function compare(cpu: Processor, mask: bigint, legacy: readonly bigint[] = [mask & 3n]): void {
  for (const format of FORMATS) {
    const want = plainLayout(cpu, mask, format);
    for (const some of legacy) {
      const one = (mask & ~3n) | some;
      const size = format === "standard" ? standardSize(cpu, one) : compactedSize(cpu, one);
      if (size !== want.size) throw new Error(`${cpu.id} ${hex(one)} ${format}: ${size}`);
    }
    if (told(layout(cpu, mask, format)) !== told(want)) {
      throw new Error(`${cpu.id} ${hex(mask)} ${format}: ${told(layout(cpu, mask, format))}`);
    }
  }
  for (const some of legacy) {
    const one = (mask & ~3n) | some;
    if (isLegal(cpu, one) !== (illegalities(cpu, one).length === 0)) {
      throw new Error(`${cpu.id} ${hex(one)}: legal ${isLegal(cpu, one)}`);
    }
  }
}

test("always: tables answer as the reference does, on every mask of every processor", () => {
  let checked = 0;
  for (const cpu of TABLES) {
    for (const mask of subsets(described(cpu) & ~3n)) {
      compare(cpu, mask | 3n, [0n, 1n, 2n, 3n]);
      checked += 4;
    }
  }
  expect(checked).toBe(total(describedMasksOf, TABLES));
});

test("always: also where a mask has 61 components, of any size", () => {
  for (const cpu of [synthetic(61), synthetic(61, 3), synthetic(40), synthetic(22, 1)]) {
    const universe = described(cpu);
    fc.assert(
      fc.property(fc.bigInt(0n, universe), (some) => compare(cpu, some & universe)),
      { numRuns: 500 },
    );
  }
});

test("always: tables of any steps are what the steps give one after the other", () => {
  const amount = fc.integer({ min: 0, max: 3_000 });
  const run = fc
    .record({
      add: amount,
      keep: fc.constantFrom(0, -64, -1),
      then: amount,
      floor: fc.oneof(fc.constant(STAY.floor), amount),
    })
    .map((step) => {
      if (step.keep === 0) return { ...step, add: 0, floor: STAY.floor };
      return step.keep === -1 ? { ...step, then: 0 } : { ...step, add: step.add + 63 };
    });
  const rows = fc.uniqueArray(
    fc.record({ bit: fc.integer({ min: 0, max: 62 }), absent: run, present: run }),
    { selector: ({ bit }) => bit, maxLength: 12 },
  );
  const plain = (start: number, all: readonly BitRow[], mask: bigint): number =>
    [...all]
      .sort((a, b) => a.bit - b.bit)
      .reduce((x, row) => ran((mask >> BigInt(row.bit)) & 1n ? row.present : row.absent, x), start);
  // Bits 0 to 62: 61 components, the legacy ones and no other.
  const cpu = synthetic(61);
  fc.assert(
    fc.property(amount, rows, fc.array(fc.bigInt(0n, 2n ** 63n - 1n)), (start, all, masks) => {
      const size = tabulated(cpu, start, all);
      for (const mask of masks) {
        const [lo, hi] = [Number(mask & 0xffff_ffffn), Number(mask >> 32n)];
        const want = plain(start, all, mask);
        expect([size(mask), size.at(lo, hi)]).toEqual([want, want]);
      }
    }),
  );
});

test("sizes near 2^31 come out of the tables as they are", () => {
  const size = 2 ** 30;
  const component = { size, supervisor: true, offset: null, align64: true, xfd: false };
  const cpu = createProcessor({
    ...processor("zen-4"),
    xcr0: 3n,
    xss: 0x100n,
    components: [
      { ...component, bit: 8, name: "a" },
      { ...component, bit: 17, name: "b", size: size - 1024 },
    ],
  });
  for (let i = 0; i < 100; i++) expect(compactedSize(cpu, 0x20100n)).toBe(2 ** 31 - 1024 + 576);
});

test("every legality row lies in the low half, where isLegal looks for it", () => {
  for (const { some, needs = 0n, without = 0n } of LEGALITY_RULES) {
    for (const bits of [some === ~0n ? 0n : some, needs, without]) expect(bits >> 32n).toBe(0n);
  }
});

test("what the reference refuses, tables refuse in the same words, at any call", () => {
  const cpu = processor("sapphire-rapids");
  const ways = [standardSize, compactedSize, isLegal, layoutOf("standard"), layoutOf("compacted")];
  const bad: unknown[] = [-1n, 1n << 20n, 1n << 63n, 2n ** 64n, 2n ** 64n + 3n, -(2n ** 64n) + 3n];
  for (const mask of [...bad, 7, "0x7", undefined, null]) {
    const want = thrownBy(() => plainLayout(cpu, mask as bigint, "standard"));
    expect(want).toBeInstanceOf(Error);
    for (const way of ways) {
      for (let i = 0; i < 40; i++) {
        const error = thrownBy(() => way(cpu, mask as bigint));
        if (error?.message !== want?.message) expect(error).toEqual(want);
      }
    }
  }
});

test("an object that nobody has checked may change, and is asked anew", () => {
  const cpu = { ...processor("zen-4"), components: [...processor("zen-4").components] };
  for (let i = 0; i < 100; i++) expect(compactedSize(cpu, 0x207n)).toBe(840);
  cpu.components = cpu.components.map((c) => ({ ...c, size: c.size + 8 }));
  expect([compactedSize(cpu, 0x207n), layout(cpu, 0x207n, "compacted").size]).toEqual([856, 856]);
});

test("a component of a compacted layout is one frozen object a place", () => {
  const cpu = processor("sapphire-rapids");
  const [a, b] = [0x207n, 0x207n].map((mask) => layout(cpu, mask, "compacted"));
  expect(a?.components[1]).toBe(b?.components[1]);
  expect(a?.components.every((component) => Object.isFrozen(component))).toBe(true);
});

const layoutOf = (format: "standard" | "compacted") => (cpu: Processor, mask: bigint) =>
  layout(cpu, mask, format);

function thrownBy(work: () => unknown): Error | undefined {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  return undefined;
}
