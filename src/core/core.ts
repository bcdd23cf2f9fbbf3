/**
 * Loads the Wasm core: compile once, instantiate per thread, hand out typed calls and views.
 *
 * The core is generic in the steps of a rule: it knows no rule and no component by name.
 */
import type { instantiate } from "../../build/core.js";
import {
  ABI_VERSION,
  BATCH,
  BINS,
  COMPARED_DIFFER,
  COMPARED_FIRST_BLOCK,
  COMPARED_WORST,
  COMPARED_WORST_BLOCK,
  NARROW_BLOCK,
  PAIR_BYTES,
  PLACE,
  POSITIONS,
  PROGRAM_BYTES,
  RESULT_BYTES,
  RESULT_CHECKSUM,
  RESULT_MAX,
  RESULT_MAX_BLOCK,
  RESULT_MIN,
  RESULT_MIN_BLOCK,
  RESULT_SUM,
  SLOTS,
  STEP_ADD,
  STEP_BYTES,
  STEP_FLOOR,
  STEP_KEEP,
  STEP_THEN,
  SUBS,
  WIDE_BLOCK,
  WINDOW,
} from "./abi.ts";
import { CORE_BASE64 } from "./core.wasm.ts";

/** Exports of assembly/index.ts, as asc types them. */
type Exports = Awaited<ReturnType<typeof instantiate>>;

/** A step as the core takes it: max(((x + add) & keep) + then, floor). */
export interface CoreStep {
  readonly add: number;
  readonly keep: number;
  readonly then: number;
  readonly floor: number;
}

export interface CorePair {
  readonly absent: CoreStep;
  readonly present: CoreStep;
}

/** How the lanes are to be used, for every value that the fold passes through to fit. */
export interface Lanes {
  readonly wide: boolean;
  /** Bytes after which the sums of `extremes` and of `checksum` are carried. */
  readonly sumStrip: number;
  readonly checkStrip: number;
  /** Bin of a size: (size - least) >> shift. */
  readonly least: number;
  readonly shift: number;
}

/** What a range of blocks came to. */
export interface Result {
  readonly sum: bigint;
  readonly checksum: bigint;
  readonly min: number;
  readonly max: number;
  /** The first block that holds it. */
  readonly minBlock: number;
  readonly maxBlock: number;
}

/** What comparing a range of blocks came to; the blocks mean something where any mask differs. */
export interface Compared {
  readonly differ: bigint;
  readonly worst: number;
  /** The first block with a mask that differs, and the first with the worst. */
  readonly firstBlock: number;
  readonly worstBlock: number;
}

export interface Core {
  /** Loads a fold of at least POSITIONS_MIN positions into a slot, lanes as said. */
  load(slot: number, start: number, pairs: readonly CorePair[], wide: boolean): void;
  /** Gathers `figures` over the blocks [begin, end) of slot 0; the histogram is added to. */
  sweep(source: number, figures: number, begin: number, end: number, lanes: Lanes): Result;
  /** Compares the folds of slots 0 and 1, of the same lanes, over the blocks [begin, end). */
  compare(source: number, begin: number, end: number): Compared;
  /** Bytes between the two for each mask of a block: a view, overwritten by the next call. */
  gaps(source: number, at: number, block: number): Uint32Array;
  /** Sizes of the masks of blocks [begin, end): a view, overwritten by the next call. */
  fill(source: number, begin: number, end: number, block: number): Uint32Array;
  /** Empties the histogram as far as bin number `bins`. */
  clearHistogram(bins: number): void;
  /** counts[bin], the sub-histograms added up, for bin in [0, bins). */
  histogram(bins: number): Float64Array;
  /** Input of the batch calls, u64[BATCH]. */
  readonly masks: BigUint64Array;
  /** Output of the batch calls, u32[BATCH]. Overwritten by the next one. */
  readonly sizes: Uint32Array;
  /** What `runProgram` runs: u8[PROGRAM_BYTES]. */
  readonly program: Uint8Array;
  /**
   * sizes[i] = what the program makes of masks[i], i in [0, count): sizes, or offsets of `bit` where
   * it is not negative. False where a mask has a bit that is not of the two halves of those known.
   */
  runProgram(
    count: number,
    start: number,
    bytes: number,
    wide: boolean,
    bit: number,
    knownLow: number,
    knownHigh: number,
  ): boolean;
  /** The union of masks[0..count). */
  unionOf(count: number): bigint;
  /** Loads a rule for batches: pairs[k] belongs to bit k; `place` is for `offsets`. */
  loadBatch(pairs: readonly CorePair[]): void;
  /** The step from the running size to the offset, for `offsetsOf`. */
  setPlace(place: CoreStep): void;
  /** sizes[i] = size of masks[i], i in [0, count). The union of the masks. */
  sizesOf(count: number, start: number, chunks: number): bigint;
  /** sizes[i] = offset of `bit` in masks[i], NO_OFFSET where it is absent. As above. */
  offsetsOf(count: number, start: number, chunks: number, bit: number): bigint;
}

let compiled: WebAssembly.Module | undefined;

/** The compiled core, compiled at the first call. Threads share it: a module can be posted. */
export function compileCore(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(
    Uint8Array.from(atob(CORE_BASE64), (char) => char.charCodeAt(0)),
  );
  return compiled;
}

/** log2 of the masks in a block of a fold with that many positions. */
export const blockBits = (positions: number, wide: boolean): number =>
  Math.min(positions, wide ? WIDE_BLOCK : NARROW_BLOCK);

/** A core of its own, with its own memory. @throws {Error} if it was built for another ABI. */
export function createCore(module: WebAssembly.Module = compileCore()): Core {
  const exports = new WebAssembly.Instance(module).exports as unknown as Exports;
  if (exports.abiVersion.value !== ABI_VERSION) {
    throw new Error(`core has ABI ${exports.abiVersion.value}, host ${ABI_VERSION}: run the build`);
  }
  const { buffer } = exports.memory;
  const pairs = new DataView(buffer, exports.pairs.value, SLOTS * POSITIONS * PAIR_BYTES);
  const result = new DataView(buffer, exports.result.value, RESULT_BYTES);
  const counts = new Uint32Array(buffer, exports.histogram.value, SUBS * BINS);
  const window = new Uint32Array(buffer, exports.window.value, WINDOW);

  const writeStep = (at: number, { add, keep, then, floor }: CoreStep): void => {
    pairs.setInt32(at + STEP_ADD, add, true);
    pairs.setInt32(at + STEP_KEEP, keep, true);
    pairs.setInt32(at + STEP_THEN, then, true);
    pairs.setInt32(at + STEP_FLOOR, floor, true);
  };
  const writePairs = (slot: number, rows: readonly CorePair[]): void => {
    for (const [position, { absent, present }] of rows.entries()) {
      const at = (slot * POSITIONS + position) * PAIR_BYTES;
      writeStep(at, absent);
      writeStep(at + STEP_BYTES, present);
    }
  };

  return {
    load(slot, start, rows, wide) {
      writePairs(slot, rows);
      exports.loadFold(slot, rows.length, start, wide);
    },
    sweep(source, figures, begin, end, { sumStrip, checkStrip, least, shift }) {
      exports.sweep(source, figures, begin, end, sumStrip, checkStrip, least, shift);
      return {
        sum: result.getBigInt64(RESULT_SUM, true),
        checksum: result.getBigUint64(RESULT_CHECKSUM, true),
        min: result.getInt32(RESULT_MIN, true),
        max: result.getInt32(RESULT_MAX, true),
        minBlock: result.getUint32(RESULT_MIN_BLOCK, true),
        maxBlock: result.getUint32(RESULT_MAX_BLOCK, true),
      };
    },
    compare(source, begin, end) {
      exports.compare(source, begin, end);
      return {
        differ: result.getBigInt64(COMPARED_DIFFER, true),
        worst: result.getInt32(COMPARED_WORST, true),
        firstBlock: result.getUint32(COMPARED_FIRST_BLOCK, true),
        worstBlock: result.getUint32(COMPARED_WORST_BLOCK, true),
      };
    },
    gaps(source, at, block) {
      exports.gaps(source, at);
      return window.subarray(0, 2 ** block);
    },
    fill(source, begin, end, block) {
      exports.fillWindow(source, begin, end);
      return window.subarray(0, (end - begin) * 2 ** block);
    },
    clearHistogram: exports.clearHistogram,
    histogram(bins) {
      const total = new Float64Array(bins);
      for (let sub = 0; sub < SUBS; sub++) {
        const part = counts.subarray(sub * BINS, sub * BINS + bins);
        for (let bin = 0; bin < bins; bin++) {
          total[bin] = (total[bin] as number) + (part[bin] as number);
        }
      }
      return total;
    },
    masks: new BigUint64Array(buffer, exports.batchMasks.value, BATCH),
    sizes: new Uint32Array(buffer, exports.batchSizes.value, BATCH),
    program: new Uint8Array(buffer, exports.program.value, PROGRAM_BYTES),
    // A raw instance returns a bool as a number.
    runProgram: (...args) => Boolean(exports.runProgram(...args)),
    unionOf: (count) => BigInt.asUintN(64, exports.unionOf(count)),
    loadBatch(rows) {
      writePairs(0, rows);
      exports.loadBatch();
    },
    setPlace: (place) => writeStep(PLACE * PAIR_BYTES, place),
    // A raw instance returns u64 as a signed bigint.
    sizesOf: (count, start, chunks) => BigInt.asUintN(64, exports.sizesOf(count, start, chunks)),
    offsetsOf: (count, start, chunks, bit) =>
      BigInt.asUintN(64, exports.offsetsOf(count, start, chunks, bit)),
  };
}
