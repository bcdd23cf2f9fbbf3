/** The checksum of a block: sum over i of (2i+1) * size(i) mod 2^64. It pins every single size. */
import { lanes, raised, sumLanes, yFloor } from "./lanes";
import { addOf, keepOf, thenOf } from "./step";

/**
 * Sum of (2 (first + i) + 1) * step(from[i]) for i in [0, 2^low), mod 2^64.
 *
 * Row r of a strip of n rows counts r times over: with s1 the running sum of rows and s2 the sum
 * of the s1, that is n * s1 - s2. Within a row, lane l counts 2l + 1 times over.
 *
 * @param strip bytes after which 32-bit sums are carried to 64 bits: a power of two, at least 16
 */
export function checksum<T>(from: usize, low: u32, step: usize, first: u64, strip: usize): u64 {
  const bytes = sizeof<T>() << low;
  const add = v128.splat<T>(<T>addOf(step));
  const keep = v128.splat<T>(<T>keepOf(step));
  const floor = yFloor<T>(step);
  const odd = i16x8(1, 3, 5, 7, 9, 11, 13, 15);
  const length = min(strip, bytes);
  const rows = <i64>(length >> 4);
  let total: i64 = 0;
  for (let at: usize = 0; at < bytes; at += length) {
    let s1 = i32x4.splat(0);
    let s2 = i32x4.splat(0);
    let within = i32x4.splat(0);
    for (let p = from + at; p < from + at + length; p += 16) {
      const y = v128.max<T>(raised<T>(v128.load(p), add, keep), floor);
      if (sizeof<T>() === 2) {
        s1 = i32x4.add(s1, i32x4.extadd_pairwise_i16x8_s(y));
        within = i32x4.add(within, i32x4.dot_i16x8_s(y, odd));
      } else {
        s1 = i32x4.add(s1, y);
      }
      s2 = i32x4.add(s2, s1);
    }
    const sum = sumLanes(s1);
    const index = first + <u64>(at / sizeof<T>());
    total += <i64>(2 * index) * sum;
    total += 2 * <i64>lanes<T>() * (rows * sum - sumLanes(s2));
    total += sizeof<T>() === 2 ? sumLanes(within) : weighted(s1);
  }
  // The sum of 2i + 1 over the block is a difference of squares.
  const past = first + ((<u64>1) << low);
  return <u64>total + <u64>(<i64>thenOf(step)) * (past * past - first * first);
}

/** 1, 3, 5, 7 times the lanes. */
function weighted(v: v128): i64 {
  return (
    <i64>i32x4.extract_lane(v, 0) +
    3 * <i64>i32x4.extract_lane(v, 1) +
    5 * <i64>i32x4.extract_lane(v, 2) +
    7 * <i64>i32x4.extract_lane(v, 3)
  );
}
