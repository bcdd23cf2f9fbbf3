/**
 * The exports of the core, and nothing else. Total functions: no checks and no traps; the host has
 * refused what does not fit (src/algebra/bounds.ts, src/core/core.ts).
 */
import { ABI_VERSION, NARROW_BLOCK, PAIR_BYTES, PLACE, WIDE_BLOCK } from "../src/core/abi";
import { batchOffsets, batchRun, prepareBatch } from "./batch";
import { compareBlocks, fillGaps } from "./compare";
import { fill } from "./fill";
import { program, window } from "./memory";
import { batchUnion, programRun } from "./nibbles";
import {
  blockFrom,
  blockStep,
  configure,
  enter,
  lowPositions,
  pairsOf,
  sweepBlocks,
} from "./sweep";

export { clearHistogram } from "./histogram";
export { batchMasks, batchSizes, histogram, pairs, program, result, window } from "./memory";
export const abiVersion: i32 = ABI_VERSION;

let wide: bool = false;

/** Loads `slot` for sweeps over 2^positions masks: `pairs` has been written. */
export function loadFold(slot: u32, positions: u32, start: i32, inWideLanes: bool): void {
  wide = inWideLanes;
  if (wide) configure<i32>(slot, positions, WIDE_BLOCK, start);
  else configure<i16>(slot, positions, NARROW_BLOCK, start);
}

/** Gathers `figures` over blocks [begin, end) of slot 0: `result` is set, `histogram` added to. */
export function sweep(
  source: u32,
  figures: u32,
  begin: u32,
  end: u32,
  sumStrip: u32,
  checkStrip: u32,
  least: i32,
  shift: u32,
): void {
  if (wide) {
    sweepBlocks<i32>(source, figures, begin, end, sumStrip, checkStrip, least, shift);
  } else {
    sweepBlocks<i16>(source, figures, begin, end, sumStrip, checkStrip, least, shift);
  }
}

/** window[i] = size of mask begin * 2^low + i of slot 0, for the blocks [begin, end). */
export function fillWindow(source: u32, begin: u32, end: u32): void {
  let to = window;
  for (let h = begin; h < end; h++) {
    enter(0, h, h === begin);
    if (wide) fill<i32>(to, blockFrom<i32>(0, source, h), lowPositions(), blockStep(0, source));
    else fill<i16>(to, blockFrom<i16>(0, source, h), lowPositions(), blockStep(0, source));
    to += (<usize>sizeof<u32>()) << lowPositions();
  }
}

/** Compares slots 0 and 1, which have the same lanes, over blocks [begin, end): `result` is set. */
export function compare(source: u32, begin: u32, end: u32): void {
  if (wide) compareBlocks<i32>(source, begin, end);
  else compareBlocks<i16>(source, begin, end);
}

/** window[i] = bytes between slots 0 and 1 for mask h * 2^low + i. */
export function gaps(source: u32, h: u32): void {
  if (wide) fillGaps<i32>(source, h);
  else fillGaps<i16>(source, h);
}

/** Composes the tables of `sizesOf` and `offsetsOf`: position k of slot 0 is bit k of a mask. */
export function loadBatch(): void {
  prepareBatch();
}

/** batchSizes[i] = size of batchMasks[i], i in [0, count); returns the union of the masks. */
export function sizesOf(count: u32, start: i32, chunks: u32): u64 {
  return batchRun(count, start, chunks);
}

/** batchSizes[i] = offset of `bit` in batchMasks[i], placed by the pair at PLACE. As above. */
export function offsetsOf(count: u32, start: i32, chunks: u32, bit: u32): u64 {
  return batchOffsets(count, start, chunks, bit, pairsOf(0) + PLACE * PAIR_BYTES);
}

/**
 * As `sizesOf`, by the first `bytes` of `program`, in 16-bit lanes: the size, or where `bit` is not
 * negative the offset of that component. Returns whether every bit is one of knownHigh:knownLow.
 */
export function runProgram(
  count: u32,
  start: i32,
  bytes: u32,
  wide: bool,
  bit: i32,
  knownLow: u32,
  knownHigh: u32,
): bool {
  const known = ((<u64>knownHigh) << 32) | <u64>knownLow;
  return programRun(count, start, program + <usize>bytes, wide, bit, known);
}

/** The union of batchMasks[0..count). */
export function unionOf(count: u32): u64 {
  return batchUnion(count);
}
