/**
 * The kernel ABI: every number the host and the core must agree on.
 *
 * Compiled by both tsc and asc, so it may hold nothing but `export const NAME = <integer>`.
 * Export signatures are not repeated here: asc writes them to build/core.d.ts.
 */

/** Raised whenever a number below changes meaning. The host refuses a core of another version. */
export const ABI_VERSION = 2;

/** Rules that can be loaded at once: two, so that they can be compared. */
export const SLOTS = 2;
/** Positions of a fold, and bits of a mask. */
export const POSITIONS = 64;

/** Bytes of a step: i32 add, i32 keep, i32 then, i32 floor: max(((x + add) & keep) + then, floor). */
export const STEP_BYTES = 16;
export const STEP_ADD = 0;
export const STEP_KEEP = 4;
export const STEP_THEN = 8;
export const STEP_FLOOR = 12;
/** Values of `keep`: forget the running size, align it to 64, leave it. */
export const KEEP_NOTHING = 0;
export const KEEP_ALIGNED = -64;
export const KEEP_ALL = -1;
/** The floor of a step that has none. */
export const NO_FLOOR = -2147483648;
/** A position: the step of the absent bit, then that of the present one. */
export const PAIR_BYTES = 32;

/** Largest value that 16-bit lanes take. */
export const NARROW_MAX = 32767;
/** log2 of the masks in a block, where the universe has that many: 16 KiB of either lane. */
export const NARROW_BLOCK = 13;
export const WIDE_BLOCK = 12;
export const BLOCK_BYTES = 16384;
/** Positions below which the lanes are not filled: the host does such folds itself. */
export const POSITIONS_MIN = 4;

/** Where the sizes of a block come from: the table of low bits, or a walk of every component. */
export const FROM_TABLE = 0;
export const FROM_WALK = 1;

/** Bits of the figures that a sweep gathers. */
export const EXTREMES = 1;
export const CHECKSUM = 2;
export const HISTOGRAM = 4;

/** The result of a sweep: i64 sum, u64 checksum, i32 min and max, u32 blocks that hold them. */
export const RESULT_BYTES = 32;
export const RESULT_SUM = 0;
export const RESULT_CHECKSUM = 8;
export const RESULT_MIN = 16;
export const RESULT_MAX = 20;
export const RESULT_MIN_BLOCK = 24;
export const RESULT_MAX_BLOCK = 28;

/** The result of a comparison: i64 masks that differ, i32 worst, u32 blocks that hold first and worst. */
export const COMPARED_DIFFER = 0;
export const COMPARED_WORST = 8;
export const COMPARED_FIRST_BLOCK = 12;
export const COMPARED_WORST_BLOCK = 16;

/** Histogram: u32[SUBS][BINS]. Neighbouring lanes count apart, so no increment waits for another. */
export const SUBS = 4;
export const BINS = 262144;

/** Sizes in the output window: u32[WINDOW]. */
export const WINDOW = 262144;

/** Masks in one batch: in and out of it half a second-level cache. */
export const BATCH = 65536;
/** Kinds of rows of a program (assembly/nibbles.ts), by the tables that they have: then; floor; then, add, keep; all. */
export const ROW_APPEND = 0;
export const ROW_BOUND = 1;
export const ROW_ALIGN = 2;
export const ROW_GENERAL = 3;
/** Bytes of a row before its tables, of a table, and of the longest program. */
export const ROW_HEAD = 16;
export const ROW_TABLE = 16;
export const PROGRAM_BYTES = 2304;
/** The bits that one table of a batch in wide lanes resolves. */
export const CHUNK_BITS = 8;
export const CHUNKS = 8;
/** The position whose absent step places the component a batch asks the offset of: no bit 63. */
export const PLACE = 63;
/** An offset that is none: the component is not in the mask. */
export const NO_OFFSET = 0xffffffff;
