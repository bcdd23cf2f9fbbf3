/** The sizes of a block, written out. */
import { raised, yFloor } from "./lanes";
import { addOf, keepOf, thenOf } from "./step";

/** u32 to[i] = step(from[i]) for i in [0, 2^low). */
export function fill<T>(to: usize, from: usize, low: u32, step: usize): void {
  const end = from + (sizeof<T>() << low);
  const add = v128.splat<T>(<T>addOf(step));
  const keep = v128.splat<T>(<T>keepOf(step));
  const then = v128.splat<T>(<T>thenOf(step));
  const floor = yFloor<T>(step);
  for (let p = from; p < end; p += 16) {
    const y = v128.max<T>(raised<T>(v128.load(p), add, keep), floor);
    const sizes = v128.add<T>(y, then);
    if (sizeof<T>() === 2) {
      v128.store(to, i32x4.extend_low_i16x8_s(sizes));
      v128.store(to, i32x4.extend_high_i16x8_s(sizes), 16);
      to += 32;
    } else {
      v128.store(to, sizes);
      to += 16;
    }
  }
}
