/**
 * The literal walk: every mask passes every component, and nothing is composed. The independent
 * oracle of the table and the stack. 64 or 32 neighbouring masks walk together: they differ only
 * in the positions below 6 or 5, which one scalar walk settles for all groups.
 */
import { KEEP_ALL, NO_FLOOR, PAIR_BYTES, STEP_BYTES } from "../src/core/abi";
import { raised } from "./lanes";
import { addOf, apply, floorOf, isIdentity, keepOf, thenOf } from "./step";

/** Eight vectors walk together. */
const GROUP_BYTES: usize = 128;

/** to[i] = the running size of subset i after the first `positions` positions, one mask at a time. */
function walkEach<T>(to: usize, pairs: usize, positions: u32, start: i32): void {
  for (let i: u32 = 0; i < (<u32>1) << positions; i++) {
    let x = start;
    for (let k: u32 = 0; k < positions; k++) {
      x = apply(pairs + <usize>k * PAIR_BYTES + <usize>((i >> k) & 1) * STEP_BYTES, x);
    }
    store<T>(to + <usize>i * sizeof<T>(), <T>x);
  }
}

/** to[i] = size of subset first + i, for i in [0, 2^low): the walk of a whole block. */
export function walkBlock<T>(
  to: usize,
  pairs: usize,
  low: u32,
  positions: u32,
  start: i32,
  first: u64,
): void {
  const together: u32 = min<u32>(low, sizeof<T>() === 2 ? 6 : 5);
  walkEach<T>(to, pairs, together, start);
  // A block of fewer masks than walk together has no further position either.
  if (positions === together) return;
  const group = (<usize>1) << together;
  const absent = movers(pairs, together, positions);
  const present = movers(pairs + STEP_BYTES, together, positions);
  // Last group first: the seeds lie where the first group ends up.
  for (let g = (<usize>1) << (low - together); g > 0; g--) {
    const at = to + (g - 1) * GROUP_BYTES;
    const index = first + <u64>((g - 1) * group);
    walkGroup<T>(at, to, pairs, index, (index & present) | (~index & absent));
  }
}

/** Positions in [from, end) whose step, absent or present as `pairs` points, does anything. */
function movers(pairs: usize, from: u32, end: u32): u64 {
  let positions: u64 = 0;
  for (let k = from; k < end; k++) {
    if (!isIdentity(pairs + <usize>k * PAIR_BYTES)) positions |= (<u64>1) << k;
  }
  return positions;
}

/** Eight vectors of neighbours of subset `index` through the `moving` positions, lowest first. */
function walkGroup<T>(to: usize, from: usize, pairs: usize, index: u64, moving: u64): void {
  let a = v128.load(from, 0);
  let b = v128.load(from, 16);
  let c = v128.load(from, 32);
  let d = v128.load(from, 48);
  let e = v128.load(from, 64);
  let f = v128.load(from, 80);
  let g = v128.load(from, 96);
  let h = v128.load(from, 112);
  for (; moving !== 0; moving &= moving - 1) {
    const k = ctz(moving);
    const step = pairs + <usize>k * PAIR_BYTES + <usize>((index >> k) & 1) * STEP_BYTES;
    const add = v128.splat<T>(<T>addOf(step));
    if (keepOf(step) === KEEP_ALL) {
      a = v128.add<T>(a, add);
      b = v128.add<T>(b, add);
      c = v128.add<T>(c, add);
      d = v128.add<T>(d, add);
      e = v128.add<T>(e, add);
      f = v128.add<T>(f, add);
      g = v128.add<T>(g, add);
      h = v128.add<T>(h, add);
    } else {
      const keep = v128.splat<T>(<T>keepOf(step));
      const then = v128.splat<T>(<T>thenOf(step));
      a = v128.add<T>(raised<T>(a, add, keep), then);
      b = v128.add<T>(raised<T>(b, add, keep), then);
      c = v128.add<T>(raised<T>(c, add, keep), then);
      d = v128.add<T>(raised<T>(d, add, keep), then);
      e = v128.add<T>(raised<T>(e, add, keep), then);
      f = v128.add<T>(raised<T>(f, add, keep), then);
      g = v128.add<T>(raised<T>(g, add, keep), then);
      h = v128.add<T>(raised<T>(h, add, keep), then);
    }
    if (floorOf(step) !== NO_FLOOR) {
      const floor = v128.splat<T>(<T>floorOf(step));
      a = v128.max<T>(a, floor);
      b = v128.max<T>(b, floor);
      c = v128.max<T>(c, floor);
      d = v128.max<T>(d, floor);
      e = v128.max<T>(e, floor);
      f = v128.max<T>(f, floor);
      g = v128.max<T>(g, floor);
      h = v128.max<T>(h, floor);
    }
  }
  v128.store(to, a, 0);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
  v128.store(to, e, 64);
  v128.store(to, f, 80);
  v128.store(to, g, 96);
  v128.store(to, h, 112);
}
