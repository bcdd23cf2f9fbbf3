/** Every figure of a fold from its states. The certificate: held equal to enumeration by test/engines. */

import { reachOf } from "../algebra/bounds.ts";
import { type Summary, wrap64 } from "../algebra/figures.ts";
import type { Fold } from "../algebra/fold.ts";
import { type Occurrence, occurrencesOf } from "./states.ts";

/**
 * The figures of `fold`, counted, not enumerated; up to 63 positions.
 *
 * @throws {RangeError} if the sizes are too many to list (STATES_MAX) or too large (2^31-1).
 */
export function symbolicSummary(fold: Fold): Summary {
  reachOf(fold);
  const occurrences = occurrencesOf(fold);
  let sum = 0n;
  let checksum = 0n;
  for (const { size, count, indexSum } of occurrences) {
    sum += BigInt(size) * count;
    checksum += BigInt(size) * (2n * indexSum + count);
  }
  const extremeAt = (i: number) => {
    const { size, lowest } = occurrences.at(i) as Occurrence;
    return { size, index: lowest };
  };
  return {
    masks: 1n << BigInt(fold.pairs.length),
    sum,
    min: extremeAt(0),
    max: extremeAt(-1),
    checksum: wrap64(checksum),
    histogram: new Map(occurrences.map(({ size, count }) => [size, count])),
  };
}
