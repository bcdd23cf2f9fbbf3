/** How many masks of a block have each size. Lanes count into SUBS separate histograms. */
import { BINS, SUBS } from "../src/core/abi";
import { raised, yFloor } from "./lanes";
import { histogram } from "./memory";
import { addOf, keepOf, thenOf } from "./step";

/** One more in `bin` of sub-histogram `sub`. */
function count(bin: u32, sub: u32): void {
  const at = histogram + <usize>((sub % SUBS) * BINS + bin) * sizeof<u32>();
  store<u32>(at, load<u32>(at) + 1);
}

/** Empties the first `bins` of every sub-histogram. */
export function clearHistogram(bins: u32): void {
  for (let sub: u32 = 0; sub < <u32>SUBS; sub++) {
    memory.fill(histogram + <usize>(sub * BINS) * sizeof<u32>(), 0, bins * sizeof<u32>());
  }
}

/**
 * Counts step(from[i]) for i in [0, 2^low): bin (size - least) >> shift.
 *
 * The host has made sure that every size falls on a bin.
 */
export function tally<T>(from: usize, low: u32, step: usize, least: i32, shift: u32): void {
  const end = from + (sizeof<T>() << low);
  const add = v128.splat<T>(<T>addOf(step));
  const keep = v128.splat<T>(<T>keepOf(step));
  const floor = yFloor<T>(step);
  const then = v128.splat<T>(<T>(thenOf(step) - least));
  for (let p = from; p < end; p += 16) {
    const y = v128.max<T>(raised<T>(v128.load(p), add, keep), floor);
    const bins = v128.shr<T>(v128.add<T>(y, then), shift);
    if (sizeof<T>() === 2) {
      count(i16x8.extract_lane_u(bins, 0), 0);
      count(i16x8.extract_lane_u(bins, 1), 1);
      count(i16x8.extract_lane_u(bins, 2), 2);
      count(i16x8.extract_lane_u(bins, 3), 3);
      count(i16x8.extract_lane_u(bins, 4), 4);
      count(i16x8.extract_lane_u(bins, 5), 5);
      count(i16x8.extract_lane_u(bins, 6), 6);
      count(i16x8.extract_lane_u(bins, 7), 7);
    } else {
      count(i32x4.extract_lane(bins, 0), 0);
      count(i32x4.extract_lane(bins, 1), 1);
      count(i32x4.extract_lane(bins, 2), 2);
      count(i32x4.extract_lane(bins, 3), 3);
    }
  }
}
