/** How many masks break a predicate on their sizes, and the lowest that does: by counting. */

import { reachOf } from "../algebra/bounds.ts";
import type { Breach } from "../algebra/breach.ts";
import type { Fold } from "../algebra/fold.ts";
import { pairStatesOf } from "./count-difference.ts";
import { occurrencesOf } from "./states.ts";

/**
 * The masks of `fold` whose size does not satisfy `holds`.
 *
 * @throws {RangeError} if there are too many distinct sizes.
 */
export function symbolicBreach(fold: Fold, holds: (size: number) => boolean): Breach {
  reachOf(fold);
  let broken = 0n;
  let first: bigint | null = null;
  for (const { size, count, lowest } of occurrencesOf(fold)) {
    if (holds(size)) continue;
    broken += count;
    if (first === null || lowest < first) first = lowest;
  }
  return { masks: 1n << BigInt(fold.pairs.length), broken, first };
}

/** As above, for the sizes of two folds over the same masks. */
export function symbolicPairBreach(
  a: Fold,
  b: Fold,
  holds: (a: number, b: number) => boolean,
): Breach {
  const states = pairStatesOf(a, b, { exact: true });
  let broken = 0n;
  let first: bigint | null = null;
  for (let i = 0; i < states.length; i++) {
    if (holds(states.a[i] as number, states.b[i] as number)) continue;
    const lowest = states.lowest[i] as bigint;
    broken += states.counts[i] as bigint;
    if (first === null || lowest < first) first = lowest;
  }
  return { masks: 1n << BigInt(a.pairs.length), broken, first };
}
