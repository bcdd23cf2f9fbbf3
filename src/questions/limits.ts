/** Which legal masks overflow a buffer of a fixed size. Counted, not enumerated. */
import { freeFolds, legalPlan } from "../algebra/legal-folds.ts";
import { NO_CHANGE } from "../algebra/steps.ts";
import { sigframeSize } from "../rules/frame.ts";
import { type Limit, limitBytes } from "../rules/limits.ts";
import { stepsOf } from "../rules/rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import { occurrencesOf } from "../symbolic/states.ts";
import type { Format } from "../xsave/component.ts";
import { hasBit, subsetAt } from "../xsave/mask.ts";
import { enumerated, type Processor } from "../xsave/processor.ts";

/** A mask and the bytes that it needs there. */
export interface Needed {
  readonly mask: bigint;
  readonly bytes: number;
}

export interface LimitOnProcessor {
  readonly cpu: string;
  readonly hypothetical: boolean;
  /** Bytes of the limit there; null where it has no such buffer, and nothing can overflow. */
  readonly bytes: number | null;
  /** Legal masks, and those that need more than the limit. */
  readonly legal: bigint;
  readonly overflow: bigint;
  /** The lowest of those that need more; null where all fit. */
  readonly first: Needed | null;
  /** The largest need, and the lowest mask that has it. */
  readonly worst: Needed;
}

export interface LimitReport {
  readonly limit: Limit;
  readonly processors: readonly LimitOnProcessor[];
}

/** A size, how many legal masks have it, and the lowest of them. */
interface Group {
  readonly size: number;
  readonly count: bigint;
  readonly lowest: bigint;
}

/**
 * Every limit on every processor, over each legal XCR0 from 0x1 up; for a compacted area with every
 * part of IA32_XSS.
 *
 * @throws {RangeError} if a processor has too many distinct sizes to count.
 */
export function limitsOn(limits: readonly Limit[], cpus: readonly Processor[]): LimitReport[] {
  // Most limits ask for the same sizes.
  const known = new Map<string, readonly Group[]>();
  const sizes = (cpu: Processor, at: number, { format, components }: Limit) => {
    const key = `${at} ${format} ${components}`;
    const groups = known.get(key) ?? sizesOf(cpu, format, components);
    known.set(key, groups);
    return groups;
  };
  return limits.map((limit) => ({
    limit,
    processors: cpus.map((cpu, at) => judged(limit, cpu, sizes(cpu, at, limit))),
  }));
}

/**
 * The sizes of the legal masks of `cpu`, ascending. An area of some components only is that of user
 * space: what else XCR0 holds takes no room in it, and IA32_XSS is no matter.
 */
function sizesOf(cpu: Processor, format: Format, components: bigint | null): Group[] {
  const standard = format === "standard";
  const universe = standard || components !== null ? cpu.xcr0 : enumerated(cpu);
  const all = stepsOf(standard ? SDM_STANDARD : SDM_COMPACTED, cpu);
  const bits = all.bits.map((one, n) =>
    components === null || hasBit(components, n) ? one : NO_CHANGE,
  );
  const steps = { ...all, bits };
  const groups = new Map<number, Group>();
  for (const fold of freeFolds(steps, universe, legalPlan(cpu, universe, 0n))) {
    for (const { size, count, lowest } of occurrencesOf(fold)) {
      const before = groups.get(size);
      const mask = subsetAt(universe, lowest);
      groups.set(size, {
        size,
        count: count + (before?.count ?? 0n),
        lowest: before && before.lowest < mask ? before.lowest : mask,
      });
    }
  }
  return [...groups.values()].sort((a, b) => a.size - b.size);
}

function judged(limit: Limit, cpu: Processor, groups: readonly Group[]): LimitOnProcessor {
  const needs = groups.map(({ size, count, lowest: mask }) => ({
    bytes: limit.beside + (limit.holds === "sigframe" ? sigframeSize(size, "64-bit only") : size),
    count,
    mask,
  }));
  const room = limitBytes(limit, cpu);
  const over = needs.filter(({ bytes }) => room !== null && bytes > room);
  const total = (some: readonly { readonly count: bigint }[]) =>
    some.reduce((sum, { count }) => sum + count, 0n);
  const lowest = over.reduce<Needed | null>(
    (first, { mask, bytes }) => (first && first.mask < mask ? first : { mask, bytes }),
    null,
  );
  // A processor file may have an XCR0 without x87, and so no legal mask at all.
  const worst = needs.reduce<Needed>(
    (most, { mask, bytes }) =>
      bytes > most.bytes || (bytes === most.bytes && mask < most.mask) ? { mask, bytes } : most,
    { mask: 0n, bytes: 0 },
  );
  return {
    cpu: cpu.id,
    hypothetical: cpu.hypothetical,
    bytes: room,
    legal: total(needs),
    overflow: total(over),
    first: lowest,
    worst,
  };
}

/** Bytes that the largest legal mask leaves, negative where it does not fit; null without a buffer. */
export const slackOf = ({ bytes, worst }: LimitOnProcessor): number | null =>
  bytes === null ? null : bytes - worst.bytes;
