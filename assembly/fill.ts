/** The sizes of a block, written out. */
import { NO_FLOOR } from "../src/core/abi";
import { raised, yFloor } from "./lanes";
import { addOf, floorOf, keepOf, thenOf } from "./step";

/** Eight or four sizes, to 32 bits each. */
function store<T>(to: usize, sizes: v128): void {
  if (sizeof<T>() === 2) {
    v128.store(to, i32x4.extend_low_i16x8_s(sizes));
    v128.store(to, i32x4.extend_high_i16x8_s(sizes), 16);
  } else {
    v128.store(to, sizes);
  }
}

/** u32 to[i] = step(from[i]) for i in [0, 2^low). */
export function fill<T>(to: usize, from: usize, low: u32, step: usize): void {
  const bytes = sizeof<T>() << low;
  const end = from + bytes;
  const add = v128.splat<T>(<T>addOf(step));
  const keep = v128.splat<T>(<T>keepOf(step));
  const then = v128.splat<T>(<T>thenOf(step));
  /** Bytes that a row of 16 becomes. */
  const wide: usize = sizeof<T>() === 2 ? 32 : 16;
  if (floorOf(step) === NO_FLOOR && bytes >= 64) {
    do {
      store<T>(to, v128.add<T>(raised<T>(v128.load(from), add, keep), then));
      store<T>(to + wide, v128.add<T>(raised<T>(v128.load(from, 16), add, keep), then));
      store<T>(to + 2 * wide, v128.add<T>(raised<T>(v128.load(from, 32), add, keep), then));
      store<T>(to + 3 * wide, v128.add<T>(raised<T>(v128.load(from, 48), add, keep), then));
      from += 64;
      to += 4 * wide;
    } while (from < end);
    return;
  }
  const floor = yFloor<T>(step);
  for (let p = from; p < end; p += 16) {
    store<T>(to, v128.add<T>(v128.max<T>(raised<T>(v128.load(p), add, keep), floor), then));
    to += wide;
  }
}
