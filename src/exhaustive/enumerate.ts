/** The figures of a fold by plain enumeration: one mask after the other, no core. The reference. */
import { NO_MASKS, type Summary, wrap64 } from "../algebra/figures.ts";
import { type Fold, sizeAt } from "../algebra/fold.ts";

/** The figures of subsets [from, to) of `fold`, every one of them, whatever is asked. */
export function enumerate(fold: Fold, from: bigint, to: bigint): Summary {
  const histogram = new Map<number, bigint>();
  let sum = 0n;
  let checksum = 0n;
  let { min, max } = NO_MASKS;
  for (let index = from; index < to; index++) {
    const size = sizeAt(fold, index);
    if (size < min.size) min = { size, index };
    if (size > max.size) max = { size, index };
    sum += BigInt(size);
    checksum += (2n * index + 1n) * BigInt(size);
    histogram.set(size, (histogram.get(size) ?? 0n) + 1n);
  }
  return { masks: to - from, sum, min, max, checksum: wrap64(checksum), histogram };
}
