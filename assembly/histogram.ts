/** How many masks of a block have each size. Lanes count into SUBS separate histograms. */
import { BINS, NARROW_MAX, SUBS } from "../src/core/abi";
import { raised, yFloor } from "./lanes";
import { distinct, histogram, occurring } from "./memory";
import { addOf, apply, keepOf, thenOf } from "./step";

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

/**
 * Lists the sizes of a table of 2^low in 16-bit lanes, each with its count. Returns how many there
 * are: the more often they occur, the more `tallyDistinct` saves.
 */
export function listDistinct(table: usize, low: u32): u32 {
  const end = table + (sizeof<i16>() << low);
  memory.fill(occurring, 0, (NARROW_MAX + 1) * sizeof<u32>());
  for (let p = table; p < end; p += sizeof<i16>()) {
    const at = occurring + <usize>load<u16>(p) * sizeof<u32>();
    store<u32>(at, load<u32>(at) + 1);
  }
  let to = distinct;
  for (let size: u32 = 0; size <= <u32>NARROW_MAX; size++) {
    const times = load<u32>(occurring + <usize>size * sizeof<u32>());
    if (times === 0) continue;
    store<u32>(to, size);
    store<u32>(to, times, 4);
    to += 8;
  }
  return <u32>((to - distinct) >> 3);
}

/**
 * What `tally` counts for a block, from the list of its table: a step takes equal sizes to equal ones.
 * The figure's oracle is the literal walk, whose blocks are counted mask by mask.
 */
export function tallyDistinct(sizes: u32, step: usize, least: i32, shift: u32): void {
  const end = distinct + <usize>sizes * 8;
  let sub: usize = 0;
  for (let p = distinct; p < end; p += 8) {
    const bin = (apply(step, load<i32>(p)) - least) >> shift;
    const at = histogram + (sub + <usize>bin) * sizeof<u32>();
    store<u32>(at, load<u32>(at) + load<u32>(p, 4));
    // Sizes that fall together after an alignment lie side by side: they count apart.
    sub = (sub + BINS) & (BINS * SUBS - 1);
  }
}
