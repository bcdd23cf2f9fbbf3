/** Sum, smallest and largest size of a block: every mask evaluated, nothing stored. */
import { NO_FLOOR } from "../src/core/abi";
import { maxLane, minLane, raised, sumLanes, yFloor } from "./lanes";
import { addOf, floorOf, keepOf, thenOf } from "./step";

/** Of the last block: bytes. */
export let blockSum: i64 = 0;
export let blockMin: i32 = 0;
export let blockMax: i32 = 0;

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
export function extremes<T>(from: usize, low: u32, step: usize, strip: usize): void {
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
