/** What is asked of a fold, and how answers over parts of it make the answer over the whole. */

/** The figures of a sweep, as `--only` names them. */
export const FIGURES = ["sum", "min", "max", "checksum", "histogram", "offsets"] as const;
export type Figure = (typeof FIGURES)[number];

/** A size and the lowest index that attains it. */
export interface Extreme {
  readonly size: number;
  readonly index: bigint;
}

/** The figures of a fold, or of a part of it. */
export interface Summary {
  readonly masks: bigint;
  /** Bytes, exact. */
  readonly sum: bigint;
  readonly min: Extreme;
  readonly max: Extreme;
  /** Sum over i of (2i+1) * size(subset i), mod 2^64. */
  readonly checksum: bigint;
  /** Number of masks for each size that occurs. */
  readonly histogram: ReadonlyMap<number, bigint>;
}

/** The summary of no mask at all: what merging starts from, and what unasked figures stay at. */
export const NO_MASKS: Summary = {
  masks: 0n,
  sum: 0n,
  min: { size: Number.POSITIVE_INFINITY, index: 0n },
  max: { size: Number.NEGATIVE_INFINITY, index: 0n },
  checksum: 0n,
  histogram: new Map(),
};

export const wrap64 = (x: bigint): bigint => BigInt.asUintN(64, x);

/** The better of two extremes: the one that `first` puts first, then the lower index. */
const extreme = (a: Extreme, b: Extreme, sign: 1 | -1): Extreme => {
  const order = a.size === b.size ? Number(a.index - b.index) : sign * (a.size - b.size);
  return order <= 0 ? a : b;
};

/** The summary of two parts that share no index. In any order: every figure commutes. */
export function merge(a: Summary, b: Summary): Summary {
  const histogram = new Map(a.histogram);
  for (const [size, count] of b.histogram) histogram.set(size, (histogram.get(size) ?? 0n) + count);
  return {
    masks: a.masks + b.masks,
    sum: a.sum + b.sum,
    min: extreme(a.min, b.min, 1),
    max: extreme(a.max, b.max, -1),
    checksum: wrap64(a.checksum + b.checksum),
    histogram,
  };
}

/**
 * `summary`, whose indices count the masks of a fold, by those of the universe that the fold is a
 * part of: index i there is origin + i * weight. The sum must be among the figures if the checksum is.
 */
export function rescaled(summary: Summary, origin: bigint, weight: bigint): Summary {
  if (origin === 0n && weight === 1n) return summary;
  const at = ({ size, index }: Extreme): Extreme => ({ size, index: origin + index * weight });
  const { sum, checksum } = summary;
  return {
    ...summary,
    min: at(summary.min),
    max: at(summary.max),
    checksum: wrap64((2n * origin + 1n) * sum + weight * (checksum - sum)),
  };
}

/** The histogram as pairs, sizes ascending. */
export const bySize = (histogram: ReadonlyMap<number, bigint>): [number, bigint][] =>
  [...histogram].sort(([a], [b]) => a - b);
