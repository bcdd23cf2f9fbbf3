/** What comparing two folds over one universe gives, and how parts of it make the whole. */

/** The largest difference in bytes, and the lowest index that has it. */
export interface Worst {
  readonly bytes: number;
  readonly index: bigint;
}

export interface Difference {
  readonly masks: bigint;
  /** How many of them the two give different sizes for. */
  readonly differ: bigint;
  /** The lowest index of those; null where there is none. */
  readonly first: bigint | null;
  readonly worst: Worst | null;
}

/** The comparison of no mask at all. */
export const NO_DIFFERENCE: Difference = { masks: 0n, differ: 0n, first: null, worst: null };

/** The lower of two indices, of which either may be none. */
export const lower = (a: bigint | null, b: bigint | null): bigint | null => {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
};

/** The larger of two differences, then the lower index. */
export function worse(a: Worst | null, b: Worst | null): Worst | null {
  if (a === null || b === null) return a ?? b;
  if (a.bytes !== b.bytes) return a.bytes > b.bytes ? a : b;
  return a.index <= b.index ? a : b;
}

/** The comparison of two parts that share no index, in any order. */
export const mergeDifferences = (a: Difference, b: Difference): Difference => ({
  masks: a.masks + b.masks,
  differ: a.differ + b.differ,
  first: lower(a.first, b.first),
  worst: worse(a.worst, b.worst),
});
