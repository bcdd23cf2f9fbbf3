/** Sizes of arbitrary masks: eight table look-ups, each one composed step for eight bits. */
import { CHUNK_BITS, CHUNKS, NO_OFFSET, PAIR_BYTES, PLACE, STEP_BYTES } from "../src/core/abi";
import { batchMasks, batchSizes, chunks, pairs } from "./memory";
import { apply, compose, setIdentity } from "./step";

const VALUES: usize = 1 << CHUNK_BITS;

/** Composes the chunk tables from the pairs in slot 0, whose position k is bit k of a mask. */
export function prepareBatch(): void {
  for (let c: u32 = 0; c < <u32>CHUNKS; c++) {
    const table = chunks + <usize>c * VALUES * STEP_BYTES;
    setIdentity(table);
    for (let k: u32 = 0; k < <u32>CHUNK_BITS; k++) {
      const bit = c * CHUNK_BITS + k;
      if (bit === PLACE) break;
      const absent = pairs + <usize>bit * PAIR_BYTES;
      for (let j: usize = 0; j < ((<usize>1) << k) * STEP_BYTES; j += STEP_BYTES) {
        compose(table + (STEP_BYTES << k) + j, table + j, absent + STEP_BYTES);
        compose(table + j, table + j, absent);
      }
    }
  }
}

/** The running size after the bits of `mask`, over the first `used` chunks. */
function walkChunks(mask: u64, start: i32, used: u32): i32 {
  let x = start;
  let table = chunks;
  for (let c: u32 = 0; c < used; c++) {
    x = apply(table + (<usize>mask & (VALUES - 1)) * STEP_BYTES, x);
    mask >>= CHUNK_BITS;
    table += VALUES * STEP_BYTES;
  }
  return x;
}

/** sizes[i] = size of masks[i] for i in [0, count). Returns the union of the masks. */
export function batchRun(count: u32, start: i32, used: u32): u64 {
  let seen: u64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const mask = load<u64>(batchMasks + i * 8);
    seen |= mask;
    store<i32>(batchSizes + i * 4, walkChunks(mask, start, used));
  }
  return seen;
}

/** sizes[i] = offset of component `bit` in masks[i], or NO_OFFSET, for i in [0, count). As above. */
export function batchOffsets(count: u32, start: i32, used: u32, bit: u32, place: usize): u64 {
  const below = ((<u64>1) << bit) - 1;
  let seen: u64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const mask = load<u64>(batchMasks + i * 8);
    seen |= mask;
    const at = apply(place, walkChunks(mask & below, start, used));
    store<i32>(batchSizes + i * 4, (mask >> bit) & 1 ? at : <i32>NO_OFFSET);
  }
  return seen;
}
