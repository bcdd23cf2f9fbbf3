/** The processor behind a masked one: catalogue entries that agree with it and enumerate more. */
import { CATALOGUE } from "../catalogue/index.ts";
import { standardSize } from "../xsave/layout.ts";
import { popcount } from "../xsave/mask.ts";
import { createProcessor, described, type Processor } from "../xsave/processor.ts";
import { xcr0Values } from "./masks.ts";

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

/**
 * The XCR0 with the fewest more components than that of `cpu` whose standard size is `size`: out of
 * rows that the dump left behind, else out of the catalogue, real processors first.
 */
export function widerXcr0(cpu: Processor, size: number): Wider | null {
  const behind = createProcessor({ ...cpu, xcr0: (described(cpu) | cpu.xcr0) & ~supervisor(cpu) });
  const hosts = CATALOGUE.filter((host) => !host.hypothetical && agrees(cpu, host));
  const found: Wider[] = [];
  for (const host of popcount(behind.xcr0) <= 16 ? [behind, ...hosts] : hosts) {
    for (const xcr0 of xcr0Values(host)) {
      if ((cpu.xcr0 & ~xcr0) !== 0n || xcr0 === cpu.xcr0) continue;
      if (standardSize(host, xcr0) !== size) continue;
      const ids = host === behind ? [] : [host.id];
      found.push({ host, xcr0, ids });
    }
  }
  const fewest = Math.min(...found.map(({ xcr0 }) => popcount(xcr0)));
  const best = found.find(({ xcr0 }) => popcount(xcr0) === fewest);
  if (!best) return null;
  const same = found.filter(({ xcr0 }) => xcr0 === best.xcr0);
  return { ...best, ids: same.flatMap(({ ids }) => ids) };
}

const supervisor = ({ components }: Processor): bigint =>
  components.reduce((mask, c) => (c.supervisor ? mask | (1n << BigInt(c.bit)) : mask), 0n);
