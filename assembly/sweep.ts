/** A range of blocks: where their sizes come from, and the figures gathered over them. */
import {
  BLOCK_BYTES,
  CHECKSUM,
  EXTREMES,
  FROM_WALK,
  HISTOGRAM,
  PAIR_BYTES,
  POSITIONS,
  RESULT_CHECKSUM,
  RESULT_MAX,
  RESULT_MAX_BLOCK,
  RESULT_MIN,
  RESULT_MIN_BLOCK,
  RESULT_SUM,
  STEP_BYTES,
} from "../src/core/abi";
import { checksum } from "./checksum";
import { blockMax, blockMin, blockSum, extremes } from "./extremes";
import { listDistinct, tally, tallyDistinct } from "./histogram";
import { pairs, result, stacks, tables, walked } from "./memory";
import { advance, composed, seek } from "./stack";
import { setIdentity } from "./step";
import { buildTable } from "./table";
import { walkBlock } from "./walk";

/** What `configure` has loaded, a slot each; only the number of positions is shared. */
let positions: u32 = 0;
let low: u32 = 0;
/** Sizes listed of the table of slot 0; 0 before they are. */
let distinctSizes: u32 = 0;
const starts: usize = memory.data(8, 16);
const identity: usize = memory.data(STEP_BYTES, 16);

export function pairsOf(slot: u32): usize {
  return pairs + <usize>slot * POSITIONS * PAIR_BYTES;
}
export function stackOf(slot: u32): usize {
  return stacks + <usize>slot * (POSITIONS + 1) * STEP_BYTES;
}
function tableOf(slot: u32): usize {
  return tables + <usize>slot * BLOCK_BYTES;
}
function walkedOf(slot: u32): usize {
  return walked + <usize>slot * BLOCK_BYTES;
}
/** log2 of the masks in a block. */
export function lowPositions(): u32 {
  return low;
}

/** Builds the low table of `slot`; its pairs have been written. */
export function configure<T>(slot: u32, count: u32, block: u32, start: i32): void {
  positions = count;
  low = min(count, block);
  store<i32>(starts + <usize>slot * 4, start);
  setIdentity(identity);
  buildTable<T>(tableOf(slot), pairsOf(slot), low, start);
  if (slot === 0) distinctSizes = 0;
}

/** Goes to block `h`: the first of a range, or the one after the last. */
export function enter(slot: u32, h: u32, first: bool): void {
  if (first) seek(stackOf(slot), pairsOf(slot), low, positions, h);
  else advance(stackOf(slot), pairsOf(slot), low, h);
}

/** Sizes that block `h` starts from, in lanes of T: to be mapped by `blockStep`. */
export function blockFrom<T>(slot: u32, source: u32, h: u32): usize {
  if (source !== FROM_WALK) return tableOf(slot);
  const to = walkedOf(slot);
  const start = load<i32>(starts + <usize>slot * 4);
  walkBlock<T>(to, pairsOf(slot), low, positions, start, (<u64>h) << low);
  return to;
}

/** The step from `blockFrom` to the sizes of the block that was entered. */
export function blockStep(slot: u32, source: u32): usize {
  return source === FROM_WALK ? identity : composed(stackOf(slot), low);
}

/**
 * Gathers `figures` over the blocks [begin, end) of slot 0: `result` is set, `histogram` added to.
 *
 * @param strips extremes and checksum carry their 32-bit sums after that many bytes
 */
export function sweepBlocks<T>(
  source: u32,
  figures: u32,
  begin: u32,
  end: u32,
  sumStrip: u32,
  checkStrip: u32,
  least: i32,
  shift: u32,
): void {
  const listed = sizeof<T>() === 2 && source !== FROM_WALK;
  if (figures & HISTOGRAM && listed && distinctSizes === 0) {
    distinctSizes = listDistinct(tableOf(0), low);
  }
  // A size of the list takes twice as long as a mask of a block.
  const byList = listed && distinctSizes * 2 <= (<u32>1) << low;
  let sum: i64 = 0;
  let check: u64 = 0;
  let min: i32 = i32.MAX_VALUE;
  let max: i32 = i32.MIN_VALUE;
  let minBlock = begin;
  let maxBlock = begin;
  for (let h = begin; h < end; h++) {
    enter(0, h, h === begin);
    const from = blockFrom<T>(0, source, h);
    const step = blockStep(0, source);
    if (figures & EXTREMES) {
      extremes<T>(from, low, step, sumStrip);
      sum += blockSum;
      if (blockMin < min) {
        min = blockMin;
        minBlock = h;
      }
      if (blockMax > max) {
        max = blockMax;
        maxBlock = h;
      }
    }
    if (figures & CHECKSUM) check += checksum<T>(from, low, step, (<u64>h) << low, checkStrip);
    if (figures & HISTOGRAM) {
      if (byList) tallyDistinct(distinctSizes, step, least, shift);
      else tally<T>(from, low, step, least, shift);
    }
  }
  store<i64>(result, sum, RESULT_SUM);
  store<u64>(result, check, RESULT_CHECKSUM);
  store<i32>(result, min, RESULT_MIN);
  store<i32>(result, max, RESULT_MAX);
  store<u32>(result, minBlock, RESULT_MIN_BLOCK);
  store<u32>(result, maxBlock, RESULT_MAX_BLOCK);
}
