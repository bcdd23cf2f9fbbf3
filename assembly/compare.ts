/** Two folds over the same subsets: on how many they differ, by how much at most, where first. */
import {
  COMPARED_DIFFER,
  COMPARED_FIRST_BLOCK,
  COMPARED_WORST,
  COMPARED_WORST_BLOCK,
  NO_FLOOR,
} from "../src/core/abi";
import { maxLane, raised, sumLanes, yFloor } from "./lanes";
import { result, window } from "./memory";
import { addOf, apply, floorOf, keepOf, thenOf } from "./step";
import { blockFrom, blockStep, enter, lowPositions } from "./sweep";

/** Of the last block. */
let blockDiffer: i64 = 0;
let blockWorst: i32 = 0;

function magnitude<T>(gap: v128): v128 {
  return sizeof<T>() === 2 ? i16x8.abs(gap) : i32x4.abs(gap);
}

/** Lanes of 32 bits that add up to the lanes of `equal`. */
function carried<T>(equal: v128): v128 {
  return sizeof<T>() === 2 ? i32x4.extadd_pairwise_i16x8_s(equal) : equal;
}

/**
 * Compares f(a[i]) with g(b[i]) for i in [0, 2^low). A block has at most 1,024 vectors, so equal
 * lanes are counted in lanes of their own width. Differences wrap to the right value: both sizes
 * lie between 0 and the largest of the lane.
 */
function compare<T>(a: usize, b: usize, low: u32, f: usize, g: usize): void {
  const bytes = sizeof<T>() << low;
  const fAdd = v128.splat<T>(<T>addOf(f));
  const fKeep = v128.splat<T>(<T>keepOf(f));
  const gAdd = v128.splat<T>(<T>addOf(g));
  const gKeep = v128.splat<T>(<T>keepOf(g));
  const then = v128.splat<T>(<T>(thenOf(f) - thenOf(g)));
  const zero = i32x4.splat(0);
  let equal = zero;
  let worst = zero;
  if (floorOf(f) === NO_FLOOR && floorOf(g) === NO_FLOOR) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const x = v128.add<T>(raised<T>(v128.load(a + at), fAdd, fKeep), then);
      const gap = v128.sub<T>(x, raised<T>(v128.load(b + at), gAdd, gKeep));
      equal = v128.sub<T>(equal, v128.eq<T>(gap, zero));
      worst = v128.max<T>(worst, magnitude<T>(gap));
    }
  } else {
    const fFloor = yFloor<T>(f);
    const gFloor = yFloor<T>(g);
    for (let at: usize = 0; at < bytes; at += 16) {
      const x = v128.max<T>(raised<T>(v128.load(a + at), fAdd, fKeep), fFloor);
      const y = v128.max<T>(raised<T>(v128.load(b + at), gAdd, gKeep), gFloor);
      const gap = v128.sub<T>(v128.add<T>(x, then), y);
      equal = v128.sub<T>(equal, v128.eq<T>(gap, zero));
      worst = v128.max<T>(worst, magnitude<T>(gap));
    }
  }
  blockDiffer = ((<i64>1) << low) - sumLanes(carried<T>(equal));
  blockWorst = maxLane<T>(worst);
}

/** Compares slot 0 with slot 1 over the blocks [begin, end): `result` is set. */
export function compareBlocks<T>(source: u32, begin: u32, end: u32): void {
  const low = lowPositions();
  let differ: i64 = 0;
  let worst: i32 = 0;
  let firstBlock = end;
  let worstBlock = end;
  for (let h = begin; h < end; h++) {
    enter(0, h, h === begin);
    enter(1, h, h === begin);
    const a = blockFrom<T>(0, source, h);
    const b = blockFrom<T>(1, source, h);
    compare<T>(a, b, low, blockStep(0, source), blockStep(1, source));
    if (blockDiffer === 0) continue;
    differ += blockDiffer;
    if (firstBlock === end) firstBlock = h;
    if (blockWorst > worst) {
      worst = blockWorst;
      worstBlock = h;
    }
  }
  store<i64>(result, differ, COMPARED_DIFFER);
  store<i32>(result, worst, COMPARED_WORST);
  store<u32>(result, firstBlock, COMPARED_FIRST_BLOCK);
  store<u32>(result, worstBlock, COMPARED_WORST_BLOCK);
}

/** window[i] = bytes between the two sizes of subset i of block `h`. */
export function fillGaps<T>(source: u32, h: u32): void {
  enter(0, h, true);
  enter(1, h, true);
  const a = blockFrom<T>(0, source, h);
  const b = blockFrom<T>(1, source, h);
  const f = blockStep(0, source);
  const g = blockStep(1, source);
  for (let i: usize = 0; i < (<usize>1) << lowPositions(); i++) {
    const at = i * sizeof<T>();
    const x = apply(f, <i32>load<T>(a + at));
    const y = apply(g, <i32>load<T>(b + at));
    store<u32>(window + i * sizeof<u32>(), abs(x - y));
  }
}
