/** The processor behind a masked one: catalogue entries that agree with it and enumerate more. */
import { CATALOGUE } from "../catalogue/index.ts";
import { popcount } from "../xsave/mask.ts";
import { perProcessor } from "../xsave/per-processor.ts";
import { createProcessor, described, type Processor } from "../xsave/processor.ts";
import { xcr0OfSize } from "./sets-of-size.ts";

export interface Wider {
  /** The host's processor, as far as it is known, and the XCR0 that gives the total. */
  readonly host: Processor;
  readonly xcr0: bigint;
  /** Catalogue ids whose XCR0 can be that; empty where the dump itself describes the components. */
  readonly ids: readonly string[];
}

/** True if every component that both describe is the same in both. */
const agrees = (cpu: Processor, host: Processor): boolean =>
  cpu.components.every((component) => {
    const other = host.components.find(({ bit }) => bit === component.bit);
    return !other || (other.size === component.size && other.offset === component.offset);
  });

/** What the dump itself describes, enabled or not, and the real processors that agree with it. */
const hostsOf = /* @__PURE__ */ perProcessor((cpu): [Processor, readonly string[]][] => {
  const behind = createProcessor({ ...cpu, xcr0: (described(cpu) | cpu.xcr0) & ~supervisor(cpu) });
  const hosts = CATALOGUE.filter((host) => !host.hypothetical && agrees(cpu, host)).map(
    (host): [Processor, readonly string[]] => [host, [host.id]],
  );
  return popcount(behind.xcr0) <= 16 ? [[behind, []], ...hosts] : hosts;
});

/**
 * Every XCR0 with more components than that of `cpu` whose standard size is `size`, the fewest more
 * first: out of rows that the dump left behind, and out of the catalogue's real processors.
 */
export function widerXcr0s(cpu: Processor, size: number): Wider[] {
  const found: Wider[] = [];
  for (const [host, ids] of hostsOf(cpu)) {
    for (const xcr0 of xcr0OfSize(host, size)) {
      if ((cpu.xcr0 & ~xcr0) === 0n && xcr0 !== cpu.xcr0) found.push({ host, xcr0, ids });
    }
  }
  const byMask = new Map<bigint, Wider>();
  for (const one of found) {
    const before = byMask.get(one.xcr0);
    byMask.set(one.xcr0, before ? { ...before, ids: [...before.ids, ...one.ids] } : one);
  }
  return [...byMask.values()].sort((a, b) => popcount(a.xcr0) - popcount(b.xcr0));
}

const supervisor = ({ components }: Processor): bigint =>
  components.reduce((mask, c) => (c.supervisor ? mask | (1n << BigInt(c.bit)) : mask), 0n);
