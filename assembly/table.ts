/** The sizes of every subset of the low positions, by doubling: t[2^k + j] = present_k(t[j]). */
import { PAIR_BYTES, STEP_BYTES } from "../src/core/abi";
import { lanes, raised, yFloor } from "./lanes";
import { addOf, apply, isIdentity, keepOf, thenOf } from "./step";

/** to[i] = step(from[i]) for i in [0, count): lanes of T. */
function place<T>(to: usize, from: usize, count: u32, step: usize): void {
  const bytes = <usize>count * sizeof<T>();
  if (count < lanes<T>()) {
    for (let at: usize = 0; at < bytes; at += sizeof<T>()) {
      store<T>(to + at, <T>apply(step, <i32>load<T>(from + at)));
    }
    return;
  }
  const add = v128.splat<T>(<T>addOf(step));
  const keep = v128.splat<T>(<T>keepOf(step));
  const then = v128.splat<T>(<T>thenOf(step));
  const floor = yFloor<T>(step);
  for (let at: usize = 0; at < bytes; at += 16) {
    const y = v128.max<T>(raised<T>(v128.load(from + at), add, keep), floor);
    v128.store(to + at, v128.add<T>(y, then));
  }
}

/** table[i] = size of subset i of the first `positions` positions, from `start`. */
export function buildTable<T>(table: usize, pairs: usize, positions: u32, start: i32): void {
  store<T>(table, <T>start);
  for (let k: u32 = 0; k < positions; k++) {
    const absent = pairs + <usize>k * PAIR_BYTES;
    const half = (<usize>1) << k;
    place<T>(table + half * sizeof<T>(), table, <u32>half, absent + STEP_BYTES);
    if (!isIdentity(absent)) place<T>(table, table, <u32>half, absent);
  }
}
