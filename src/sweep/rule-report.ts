/** The figures of one rule as its report says them: indices become masks. */
import {
  bySize,
  type Extreme,
  type Figure,
  merge,
  NO_MASKS,
  type Summary,
} from "../algebra/figures.ts";
import type { Question } from "../questions/question.ts";
import type { Format } from "../xsave/component.ts";
import { popcount, subsetAt } from "../xsave/mask.ts";
import type { Part } from "./plan.ts";

/** A size, and the lowest mask that attains it. */
export interface Attained {
  readonly size: number;
  readonly mask: bigint;
}

/** The offsets of one component over the masks that have it. */
export interface OffsetReport {
  readonly bit: number;
  readonly min: number;
  readonly max: number;
  readonly distinct: number;
}

/** Figures that were not asked for are left out. */
export interface RuleReport {
  readonly rule: string;
  readonly format: Format;
  readonly universe: bigint;
  readonly fixed: bigint;
  /** Whether only the legal masks of the universe were asked. */
  readonly legal?: boolean;
  readonly masks: bigint;
  readonly min?: Attained;
  readonly max?: Attained;
  readonly sum?: bigint;
  readonly distinct?: number;
  /** Sum over i of (2i+1) * size(subset i), mod 2^64. */
  readonly checksum?: bigint;
  /** Sizes ascending, each with the number of masks that have it. */
  readonly histogram?: readonly (readonly [size: number, count: bigint])[];
  /** Compacted rules: lowest bit first. */
  readonly offsets?: readonly OffsetReport[];
}

/** What a part came to. */
export interface PartAnswer {
  readonly part: Part;
  readonly summary: Summary;
}

/** The report of `question` from the answers to its parts. */
export function reportOf(
  question: Question,
  figures: ReadonlySet<Figure>,
  answers: readonly PartAnswer[],
): RuleReport {
  const { rule, universe, fixed, legal = false } = question;
  const wholes = wholesOf(answers);
  // Where no mask is legal, there is no part either.
  const summary = wholes.get(undefined) ?? (legal ? NO_MASKS : undefined);
  const masks = legal ? (summary?.masks ?? 0n) : 1n << BigInt(popcount(universe));
  const attained = ({ size, index }: Extreme): Attained => ({
    size,
    mask: subsetAt(universe, index) | fixed,
  });
  return {
    rule: rule.id,
    format: rule.format,
    universe,
    fixed,
    ...(legal ? { legal } : {}),
    masks,
    ...(summary && masks > 0n && figures.has("min") ? { min: attained(summary.min) } : {}),
    ...(summary && masks > 0n && figures.has("max") ? { max: attained(summary.max) } : {}),
    ...(summary && figures.has("sum") ? { sum: summary.sum } : {}),
    ...(summary && figures.has("histogram") ? { distinct: summary.histogram.size } : {}),
    ...(summary && figures.has("checksum") ? { checksum: summary.checksum } : {}),
    ...(summary && figures.has("histogram") ? { histogram: bySize(summary.histogram) } : {}),
    ...(figures.has("offsets") && rule.format === "compacted"
      ? {
          offsets: [...wholes].flatMap(([offsetOf, summary]) =>
            offsetOf === undefined ? [] : [offsetReport(offsetOf, summary)],
          ),
        }
      : {}),
  };
}

/** The parts of each whole put together: of the sizes, under undefined, and of each offset. */
function wholesOf(answers: readonly PartAnswer[]): Map<number | undefined, Summary> {
  const wholes = new Map<number | undefined, Summary>();
  for (const { part, summary } of answers) {
    const before = wholes.get(part.offsetOf);
    wholes.set(part.offsetOf, before ? merge(before, summary) : summary);
  }
  return wholes;
}

const offsetReport = (bit: number, { min, max, histogram }: Summary): OffsetReport => ({
  bit,
  min: min.size,
  max: max.size,
  distinct: histogram.size,
});

const sameExtreme = (a: Extreme, b: Extreme): boolean => a.size === b.size && a.index === b.index;

const SAME: Readonly<Record<Exclude<Figure, "offsets">, (a: Summary, b: Summary) => boolean>> = {
  sum: (a, b) => a.sum === b.sum,
  min: (a, b) => sameExtreme(a.min, b.min),
  max: (a, b) => sameExtreme(a.max, b.max),
  checksum: (a, b) => a.checksum === b.checksum,
  histogram: (a, b) =>
    a.histogram.size === b.histogram.size &&
    [...a.histogram].every(([size, count]) => b.histogram.get(size) === count),
};

/** True if two engines came to the same figures for `part`, of those that it asks for. */
export function sameSummary({ figures }: Part, a?: Summary, b?: Summary): boolean {
  if (!a || !b || a.masks !== b.masks) return false;
  // Offsets are asked of parts of their own, by their extremes and their histogram.
  return [...figures].every((figure) => figure === "offsets" || SAME[figure](a, b));
}
