/** The buffers the host fills and reads. Fixed: no export grows memory, so views stay valid. */
import {
  BATCH,
  BINS,
  BLOCK_BYTES,
  CHUNK_BITS,
  CHUNKS,
  NARROW_BLOCK,
  NARROW_MAX,
  PAIR_BYTES,
  POSITIONS,
  PROGRAM_BYTES,
  RESULT_BYTES,
  SLOTS,
  STEP_BYTES,
  SUBS,
  WINDOW,
} from "../src/core/abi";

/** In: pairs of steps, [SLOTS][POSITIONS]. Written by the host before `configure`. */
export const pairs: usize = memory.data(SLOTS * POSITIONS * PAIR_BYTES, 16);
/** Composed steps, [SLOTS][POSITIONS + 1]: entry k is the run from position k to the last. */
export const stacks: usize = memory.data(SLOTS * (POSITIONS + 1) * STEP_BYTES, 16);
/** Tables of the low positions, [SLOTS][BLOCK_BYTES]. */
export const tables: usize = memory.data(SLOTS * BLOCK_BYTES, 16);
/** Blocks as the literal walk leaves them, [SLOTS][BLOCK_BYTES]. */
export const walked: usize = memory.data(SLOTS * BLOCK_BYTES, 16);
/** Out: the result of `sweep`. */
export const result: usize = memory.data(RESULT_BYTES, 16);
/** Out: u32[SUBS][BINS]. */
export const histogram: usize = memory.data(SUBS * BINS * sizeof<u32>(), 16);
/** How many entries of the low table have each size in 16-bit lanes: u32[NARROW_MAX + 1]. */
export const occurring: usize = memory.data((NARROW_MAX + 1) * sizeof<u32>(), 16);
/** The sizes that do occur, with their counts: { u32 size, u32 count }[], at most a block of them. */
export const distinct: usize = memory.data((1 << NARROW_BLOCK) * 8, 16);
/** Out: u32[WINDOW], bytes. */
export const window: usize = memory.data(WINDOW * sizeof<u32>(), 16);

/** In: u64[BATCH]. */
export const batchMasks: usize = memory.data(BATCH * sizeof<u64>(), 16);
/** Out: u32[BATCH], bytes. */
export const batchSizes: usize = memory.data(BATCH * sizeof<u32>(), 16);
/** In: what `programRun` runs. */
export const program: usize = memory.data(PROGRAM_BYTES, 16);
/** The last masks of a batch, where they are no 32. */
export const tail: usize = memory.data(256, 16);
/** The bytes of 32 masks by place: u8[2][8][16]. */
export const planes: usize = memory.data(256, 16);
/** Composed steps of every value of every chunk of a mask, [CHUNKS][1 << CHUNK_BITS]. */
export const chunks: usize = memory.data(CHUNKS * (1 << CHUNK_BITS) * STEP_BYTES, 16);
