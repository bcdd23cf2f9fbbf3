/** Sum, smallest and largest size of a block: every mask evaluated, nothing stored. */
import { KEEP_ALIGNED, KEEP_ALL, NO_FLOOR } from "../src/core/abi";
import { maxLane, minLane, raised, sumLanes, yFloor } from "./lanes";
import { addOf, floorOf, keepOf, thenOf } from "./step";

/** Of the last block: bytes. */
export let blockSum: i64 = 0;
export let blockMin: i32 = 0;
export let blockMax: i32 = 0;

/** Bytes of 16-bit lanes whose quotients by 64 add up in 16 bits: two sums of 64 rows, 64 x 513 < 2^16. */
const FOLD: usize = 2048;

/** Sum, min and max of step(from[i]) for i in [0, 2^low), as `extremesOfLanes`. */
export function extremes<T>(from: usize, low: u32, step: usize, strip: usize): void {
  const bytes = sizeof<T>() << low;
  const quick = sizeof<T>() === 2 && bytes >= FOLD && floorOf(step) === NO_FLOOR;
  if (quick && addOf(step) >= 0 && keepOf(step) === KEEP_ALIGNED) {
    alignedExtremes(from, from + bytes, step, low);
  } else if (quick && addOf(step) >= 0 && keepOf(step) === KEEP_ALL) {
    plainExtremes(from, from + bytes, step);
  } else {
    extremesOfLanes<T>(from, low, step, strip);
  }
}

/**
 * Where the block aligns: its sizes are 64 (x + add) / 64 + then, and the quotients are so small that
 * 64 rows of them add up in lanes of 16 bits. Four rows a turn, tested at the bottom: with fewer, or
 * tested at the top, V8 of Node 20 takes a third longer.
 */
function alignedExtremes(from: usize, end: usize, step: usize, low: u32): void {
  const add = i16x8.splat(<i16>addOf(step));
  let least = i16x8.splat(32767);
  let most = i16x8.splat(0);
  let leastOdd = least;
  let mostOdd = most;
  let sums = i32x4.splat(0);
  let p = from;
  do {
    const stop = p + FOLD;
    let even = i16x8.splat(0);
    let odd = even;
    do {
      const a = i16x8.shr_u(i16x8.add(v128.load(p), add), 6);
      const b = i16x8.shr_u(i16x8.add(v128.load(p, 16), add), 6);
      even = i16x8.add(even, a);
      least = i16x8.min_s(least, a);
      most = i16x8.max_s(most, a);
      odd = i16x8.add(odd, b);
      leastOdd = i16x8.min_s(leastOdd, b);
      mostOdd = i16x8.max_s(mostOdd, b);
      const c = i16x8.shr_u(i16x8.add(v128.load(p, 32), add), 6);
      const d = i16x8.shr_u(i16x8.add(v128.load(p, 48), add), 6);
      even = i16x8.add(even, c);
      least = i16x8.min_s(least, c);
      most = i16x8.max_s(most, c);
      odd = i16x8.add(odd, d);
      leastOdd = i16x8.min_s(leastOdd, d);
      mostOdd = i16x8.max_s(mostOdd, d);
      p += 64;
    } while (p < stop);
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(even));
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(odd));
  } while (p < end);
  const then = thenOf(step);
  blockSum = (sumLanes(sums) << 6) + ((<i64>then) << low);
  blockMin = (minLane<i16>(i16x8.min_s(least, leastOdd)) << 6) + then;
  blockMax = (maxLane<i16>(i16x8.max_s(most, mostOdd)) << 6) + then;
}

/** Where the block only adds: two sizes of at most 2^15 add up in 16 bits. */
function plainExtremes(from: usize, end: usize, step: usize): void {
  const add = i16x8.splat(<i16>addOf(step));
  let least = i16x8.splat(32767);
  let most = i16x8.splat(0);
  let even = i32x4.splat(0);
  let odd = i32x4.splat(0);
  let p = from;
  do {
    const a = i16x8.add(v128.load(p), add);
    const b = i16x8.add(v128.load(p, 16), add);
    least = i16x8.min_s(least, i16x8.min_s(a, b));
    most = i16x8.max_s(most, i16x8.max_s(a, b));
    even = i32x4.add(even, i32x4.extadd_pairwise_i16x8_u(i16x8.add(a, b)));
    const c = i16x8.add(v128.load(p, 32), add);
    const d = i16x8.add(v128.load(p, 48), add);
    least = i16x8.min_s(least, i16x8.min_s(c, d));
    most = i16x8.max_s(most, i16x8.max_s(c, d));
    odd = i32x4.add(odd, i32x4.extadd_pairwise_i16x8_u(i16x8.add(c, d)));
    p += 64;
  } while (p < end);
  blockSum = sumLanes(even) + sumLanes(odd);
  blockMin = minLane<i16>(least);
  blockMax = maxLane<i16>(most);
}

/** Four 32-bit partial sums of y: of neighbouring lanes where these are 16 bits wide. */
function partial<T>(y: v128): v128 {
  return sizeof<T>() === 2 ? i32x4.extadd_pairwise_i16x8_s(y) : y;
}

/**
 * Sum, min and max of step(from[i]) for i in [0, 2^low).
 *
 * Two rows a turn, each with accumulators of its own; four would spill (16 vector registers).
 *
 * @param strip bytes after which 32-bit sums are carried to 64 bits: a power of two, at least 32
 */
function extremesOfLanes<T>(from: usize, low: u32, step: usize, strip: usize): void {
  const bytes = sizeof<T>() << low;
  const add = v128.splat<T>(<T>addOf(step));
  const keep = v128.splat<T>(<T>keepOf(step));
  let least = v128.splat<T>(<T>(sizeof<T>() === 2 ? 32767 : i32.MAX_VALUE));
  let most = v128.splat<T>(<T>(sizeof<T>() === 2 ? -32768 : i32.MIN_VALUE));
  const end = from + bytes;
  let sum: i64 = 0;
  for (let at = from; at < end; at += strip) {
    const stop = min(at + strip, end);
    let even = i32x4.splat(0);
    let odd = i32x4.splat(0);
    if (floorOf(step) === NO_FLOOR) {
      for (let p = at; p < stop; p += 32) {
        const x = raised<T>(v128.load(p), add, keep);
        const y = raised<T>(v128.load(p, 16), add, keep);
        even = i32x4.add(even, partial<T>(x));
        least = v128.min<T>(least, x);
        most = v128.max<T>(most, x);
        odd = i32x4.add(odd, partial<T>(y));
        least = v128.min<T>(least, y);
        most = v128.max<T>(most, y);
      }
    } else {
      const floor = yFloor<T>(step);
      for (let p = at; p < stop; p += 32) {
        const x = v128.max<T>(raised<T>(v128.load(p), add, keep), floor);
        const y = v128.max<T>(raised<T>(v128.load(p, 16), add, keep), floor);
        even = i32x4.add(even, partial<T>(x));
        least = v128.min<T>(least, x);
        most = v128.max<T>(most, x);
        odd = i32x4.add(odd, partial<T>(y));
        least = v128.min<T>(least, y);
        most = v128.max<T>(most, y);
      }
    }
    sum += sumLanes(even) + sumLanes(odd);
  }
  const then = thenOf(step);
  blockSum = sum + ((<i64>then) << low);
  blockMin = minLane<T>(least) + then;
  blockMax = maxLane<T>(most) + then;
}
