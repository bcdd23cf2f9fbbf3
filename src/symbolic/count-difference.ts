/**
 * Where two folds differ, exactly, without enumerating: over the distinct pairs of sizes. Held
 * equal to enumeration by test/symbolic/count-difference.test.ts and test/sweep/diff.test.ts.
 *
 * Once no step left forgets or bounds the size, it does the same to a pair and to that pair moved
 * by a multiple of 64: such pairs are one state, so that two compacted rules give few, whatever
 * the sizes.
 */

import { insteadOfCounting, reachOf } from "../algebra/bounds.ts";
import type { Difference } from "../algebra/difference.ts";
import type { Fold, Pair } from "../algebra/fold.ts";
import { apply, isIdentity, type Step } from "../algebra/step.ts";
import { PairStates } from "./pair-states.ts";

/** Distinct pairs of sizes beyond which the engine gives up. */
export const PAIRS_MAX = 1 << 20;

/**
 * The comparison of `a` and `b`, folds over one universe; up to 63 positions.
 *
 * @throws {RangeError} if there are more than PAIRS_MAX distinct pairs of sizes, naming the position.
 */
export const symbolicDifference = (a: Fold, b: Fold): Difference =>
  differenceOf(pairStatesOf(a, b), a.pairs.length);

/**
 * The pairs of sizes of `a` and `b`; moved by multiples of 64 as above, unless `exact`.
 *
 * @throws {RangeError} as above.
 */
export function pairStatesOf(a: Fold, b: Fold, { exact = false } = {}): PairStates {
  const left = unbounded(a);
  const right = unbounded(b);
  const foldable = exact
    ? Number.POSITIVE_INFINITY
    : Math.max(foldableFrom(left), foldableFrom(right));
  let states = new PairStates();
  states.add(a.start, b.start, 1n, a.origin);
  for (const [position, pair] of left.entries()) {
    const other = right[position] as Pair;
    const folded = position + 1 >= foldable;
    const having = new PairStates();
    having.take(states, { a: pair.present, b: other.present, weight: pair.weight }, folded);
    // Mostly an absent component leaves both sizes as they are: then so do the states.
    if (position + 1 === foldable || !isIdentity(pair.absent) || !isIdentity(other.absent)) {
      const without = new PairStates();
      without.take(states, { a: pair.absent, b: other.absent, weight: 0n }, folded);
      states = without;
    }
    states.join(having);
    if (states.length > PAIRS_MAX) {
      throw new RangeError(
        `symbolic: more than ${PAIRS_MAX} distinct pairs of sizes after ${position + 1} of ${left.length} components (${insteadOfCounting(left.length)})`,
      );
    }
  }
  return states;
}

function differenceOf({ length, a, b, counts, lowest }: PairStates, positions: number): Difference {
  let differ = 0n;
  let first: bigint | null = null;
  let bytes = 0;
  let index = 0n;
  for (let i = 0; i < length; i++) {
    const gap = Math.abs((a[i] as number) - (b[i] as number));
    if (gap === 0) continue;
    const at = lowest[i] as bigint;
    differ += counts[i] as bigint;
    if (first === null || at < first) first = at;
    if (gap > bytes || (gap === bytes && at < index)) {
      bytes = gap;
      index = at;
    }
  }
  return {
    masks: 1n << BigInt(positions),
    differ,
    first,
    worst: first === null ? null : { bytes, index },
  };
}

const NONE = Number.NEGATIVE_INFINITY;

/**
 * The pairs of `fold` without the bounds that never bind.
 *
 * @throws {RangeError} if a size can be negative, or over 2^31-1.
 */
function unbounded(fold: Fold): readonly Pair[] {
  reachOf(fold);
  let least = fold.start;
  return fold.pairs.map((pair) => {
    const [absent, present] = [pair.absent, pair.present].map((s): Step => {
      const free = { ...s, atLeast: NONE };
      return apply(free, least) >= s.atLeast ? free : s;
    }) as [Step, Step];
    least = Math.min(apply(absent, least), apply(present, least));
    return { ...pair, absent, present };
  });
}

/** The first position from which on every step only adds and aligns. */
const foldableFrom = (pairs: readonly Pair[]): number =>
  pairs.findLastIndex(({ absent, present }) =>
    [absent, present].some((s) => !s.keep || s.atLeast !== NONE),
  ) + 1;
