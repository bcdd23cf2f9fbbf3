/**
 * A step applied to vectors. T is i16 or i32: 16-bit lanes do twice as much, wherever every value
 * that the fold passes through fits them.
 *
 * A value is y + then, with y = max((x + add) & keep, floor - then): the kernels work on y and add
 * `then` once for many, so a step costs two or three operations a vector.
 */
import { NO_FLOOR } from "../src/core/abi";
import { floorOf, thenOf } from "./step";

/** Masks in one vector. */
export function lanes<T>(): u32 {
  return 16 / sizeof<T>();
}

/** y of a vector, for a step that has no floor. */
export function raised<T>(x: v128, add: v128, keep: v128): v128 {
  return v128.and(v128.add<T>(x, add), keep);
}

/** Floor on y; below every value of the lane where the step has none. */
export function yFloor<T>(step: usize): v128 {
  if (floorOf(step) === NO_FLOOR)
    return v128.splat<T>(<T>(sizeof<T>() === 2 ? -32768 : i32.MIN_VALUE));
  return v128.splat<T>(<T>(floorOf(step) - thenOf(step)));
}

/** Smallest lane. */
export function minLane<T>(v: v128): i32 {
  v = v128.min<T>(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
  v = v128.min<T>(v, i32x4.shuffle(v, v, 1, 0, 3, 2));
  if (sizeof<T>() === 2) {
    return min(<i32>i16x8.extract_lane_s(v, 0), <i32>i16x8.extract_lane_s(v, 1));
  }
  return i32x4.extract_lane(v, 0);
}

/** Largest lane. */
export function maxLane<T>(v: v128): i32 {
  v = v128.max<T>(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
  v = v128.max<T>(v, i32x4.shuffle(v, v, 1, 0, 3, 2));
  if (sizeof<T>() === 2) {
    return max(<i32>i16x8.extract_lane_s(v, 0), <i32>i16x8.extract_lane_s(v, 1));
  }
  return i32x4.extract_lane(v, 0);
}

/** Sum of the four 32-bit lanes, signed. */
export function sumLanes(v: v128): i64 {
  return (
    <i64>i32x4.extract_lane(v, 0) +
    <i64>i32x4.extract_lane(v, 1) +
    <i64>i32x4.extract_lane(v, 2) +
    <i64>i32x4.extract_lane(v, 3)
  );
}
