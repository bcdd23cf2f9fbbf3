/** On how many masks a predicate fails, and how parts of that make the whole. */
import { lower } from "./difference.ts";

export interface Breach {
  readonly masks: bigint;
  readonly broken: bigint;
  /** The lowest index of the masks that break it; null where none does. */
  readonly first: bigint | null;
}

/** The breach of no mask at all. */
export const NO_BREACH: Breach = { masks: 0n, broken: 0n, first: null };

/** The breach of two parts that share no index, in any order. */
export const mergeBreaches = (a: Breach, b: Breach): Breach => ({
  masks: a.masks + b.masks,
  broken: a.broken + b.broken,
  first: lower(a.first, b.first),
});
