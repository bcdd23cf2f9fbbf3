/**
 * The distinct running sizes of a fold, each with how many masks reach it: exact, without
 * enumerating. Steps are monotone, so ascending sizes stay ascending and two lists merge.
 */
import { insteadOfCounting } from "../algebra/bounds.ts";
import type { Fold, Pair } from "../algebra/fold.ts";
import type { Step } from "../algebra/step.ts";

/** Distinct running sizes beyond which the engine gives up: 32 bytes each, twice. */
export const STATES_MAX = 1 << 20;

/** Parallel lists, sizes ascending. */
interface States {
  readonly length: number;
  readonly sizes: Int32Array;
  readonly counts: BigUint64Array;
  readonly indexSums: BigUint64Array;
  readonly lowest: BigUint64Array;
}

/** A size that occurs, and the masks that have it. */
export interface Occurrence {
  readonly size: number;
  /** Exact to 2^63. */
  readonly count: bigint;
  /** Sum of their indices mod 2^64. */
  readonly indexSum: bigint;
  readonly lowest: bigint;
}

/**
 * Every size of `fold`, ascending.
 *
 * @throws {RangeError} if there are more than STATES_MAX distinct sizes, naming the position.
 */
export function occurrencesOf(fold: Fold): Occurrence[] {
  let states = initial(fold);
  for (const [position, pair] of fold.pairs.entries()) {
    states = advance(states, pair);
    if (states.length > STATES_MAX) {
      throw new RangeError(
        `symbolic: more than ${STATES_MAX} distinct sizes after ${position + 1} of ${fold.pairs.length} components (${insteadOfCounting(fold.pairs.length)})`,
      );
    }
  }
  const { length, sizes, counts, indexSums, lowest } = states;
  return Array.from({ length }, (_, i) => ({
    size: sizes[i] as number,
    count: counts[i] as bigint,
    indexSum: indexSums[i] as bigint,
    lowest: lowest[i] as bigint,
  }));
}

const allocate = (length: number): States => ({
  length,
  sizes: new Int32Array(length),
  counts: new BigUint64Array(length),
  indexSums: new BigUint64Array(length),
  lowest: new BigUint64Array(length),
});

/** The states before the first position. */
function initial({ start, origin }: Fold): States {
  const states = allocate(1);
  states.sizes[0] = start;
  states.counts[0] = 1n;
  states.indexSums[0] = origin;
  states.lowest[0] = origin;
  return states;
}

/** The states after one more position: those without its bit and those with it, merged by size. */
function advance(from: States, { absent, present, weight }: Pair): States {
  const without = image(from, absent);
  const having = image(from, present);
  const to = allocate(2 * from.length);
  let last = -1;
  for (let i = 0, j = 0; i < from.length || j < from.length; ) {
    const isAbsent =
      j >= from.length || (i < from.length && (without[i] as number) <= (having[j] as number));
    const size = (isAbsent ? without[i] : having[j]) as number;
    const source = isAbsent ? i++ : j++;
    const added = isAbsent ? 0n : weight;
    const count = from.counts[source] as bigint;
    const lowest = BigInt.asUintN(64, (from.lowest[source] as bigint) + added);
    const grown = BigInt.asUintN(64, count * added);
    if (last < 0 || to.sizes[last] !== size) {
      to.sizes[++last] = size;
      to.lowest[last] = lowest;
    } else if (lowest < (to.lowest[last] as bigint)) to.lowest[last] = lowest;
    to.counts[last] = BigInt.asUintN(64, (to.counts[last] as bigint) + count);
    to.indexSums[last] = BigInt.asUintN(
      64,
      (to.indexSums[last] as bigint) +
        BigInt.asUintN(64, (from.indexSums[source] as bigint) + grown),
    );
  }
  const length = last + 1;
  return {
    length,
    sizes: to.sizes.subarray(0, length),
    counts: to.counts.subarray(0, length),
    indexSums: to.indexSums.subarray(0, length),
    lowest: to.lowest.subarray(0, length),
  };
}

/** Where `s` takes each size; ascending, as `from` is. */
function image({ sizes, length }: States, s: Step): Int32Array {
  const { plus, then, atLeast } = s;
  const keep = s.keep ? 1 : 0;
  const aligned = s.align === 64;
  const to = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const sum = keep * (sizes[i] as number) + plus;
    to[i] = Math.max((aligned ? Math.ceil(sum / 64) * 64 : sum) + then, atLeast);
  }
  return to;
}
