/**
 * Every mask of a fold, evaluated by the core. One thread; sweep/ spreads it over several.
 *
 * Held equal to the reference and to the symbolic engine by test/engines.test.ts.
 */

import { POSITIONS_MAX, type Reach, reachOf } from "../algebra/bounds.ts";
import { type Figure, NO_MASKS, type Summary, wrap64 } from "../algebra/figures.ts";
import { type Fold, sizeAt } from "../algebra/fold.ts";
import {
  CHECKSUM,
  EXTREMES,
  FROM_TABLE,
  FROM_WALK,
  HISTOGRAM,
  POSITIONS_MIN,
  WINDOW,
} from "../core/abi.ts";
import { blockBits, type Core, createCore, type Lanes } from "../core/core.ts";
import { enumerate } from "./enumerate.ts";
import { binsOf, corePair, grainOf, lanesFor } from "./lanes.ts";

/** Masks in one call of the core, so that a caller can stop, and that V8 can replace the code. */
export const CALL_MASKS = 2 ** 22;
/** Distinct sizes beyond which a histogram is refused, where they lie too far apart to be binned. */
export const DISTINCT_MAX = 1 << 20;
/** The cause of a RangeError that is an answer, unlike those of the engine that runs the program. */
export const REFUSED = "refused";

/** `table` composes the high components; `walk` takes every mask through every component. */
export type EngineSource = "table" | "walk";

/** A fold, ready to be asked about ranges of its subsets. */
export interface Engine {
  /** Subsets in a block: the unit of ranges. */
  readonly block: number;
  /** The figures asked for over the subsets [from, to): multiples of `block`, as the total is. */
  summary(figures: ReadonlySet<Figure>, from: number, to: number): Summary;
  /** Sizes of the subsets [from, to), at most `window` of them: a view, overwritten by the next call. */
  sizes(from: number, to: number): Uint32Array;
  /** The most sizes that one call of `sizes` gives. */
  readonly window: number;
}

/**
 * An engine for `fold` on `core`, which it keeps until another one is made on the same core.
 *
 * @throws {RangeError} if the fold is too wide to enumerate, or its sizes do not fit 31 bits.
 */
export function createEngine(
  fold: Fold,
  core: Core = createCore(),
  source: EngineSource = "table",
): Engine {
  const positions = fold.pairs.length;
  checkPositions(positions);
  const reach = reachOf(fold);
  return positions < POSITIONS_MIN ? smallEngine(fold) : coreEngine(fold, reach, core, source);
}

/** @throws {RangeError} if 2^positions masks are too many to enumerate. */
export function checkPositions(positions: number): void {
  if (positions <= POSITIONS_MAX) return;
  throw new RangeError(
    `2^${positions} masks are too many to enumerate (at most 2^${POSITIONS_MAX}): use --method symbolic`,
  );
}

/** Fewer masks than a vector has lanes: the reference answers. */
function smallEngine(fold: Fold): Engine {
  const total = 2 ** fold.pairs.length;
  return {
    block: total,
    window: total,
    summary: (_figures, from, to) => enumerate(fold, BigInt(from), BigInt(to)),
    sizes: (from, to) =>
      Uint32Array.from({ length: to - from }, (_, i) => sizeAt(fold, BigInt(from + i))),
  };
}

function coreEngine(fold: Fold, reach: Reach, core: Core, from: EngineSource): Engine {
  const lanes = lanesFor(reach, grainOf(fold));
  const bits = blockBits(fold.pairs.length, lanes.wide);
  const block = 2 ** bits;
  const source = from === "walk" ? FROM_WALK : FROM_TABLE;
  core.load(0, fold.start, fold.pairs.map(corePair), lanes.wide);

  const sizes = (begin: number, end: number): Uint32Array =>
    core.fill(source, begin / block, end / block, bits);
  /** The lowest subset of size `size` in block `h`. */
  const indexIn = (h: number, size: number): bigint =>
    BigInt(h * block + sizes(h * block, (h + 1) * block).indexOf(size));

  return {
    block,
    window: Math.max(block, WINDOW),
    sizes,
    summary(figures, begin, end) {
      const bins = binsOf(reach, lanes);
      const binned = figures.has("histogram") && bins !== undefined;
      const wanted =
        (figures.has("sum") || figures.has("min") || figures.has("max") ? EXTREMES : 0) |
        (figures.has("checksum") ? CHECKSUM : 0) |
        (binned ? HISTOGRAM : 0);
      if (binned) core.clearHistogram(bins);
      let { sum, checksum, min, max } = NO_MASKS;
      for (let at = begin; at < end; at += CALL_MASKS) {
        const stop = Math.min(at + CALL_MASKS, end);
        const part = core.sweep(source, wanted, at / block, stop / block, lanes);
        checksum = wrap64(checksum + part.checksum);
        if (!(wanted & EXTREMES)) continue;
        sum += part.sum;
        // Ascending, so an equal size later on has a higher index.
        if (part.min < min.size) min = { size: part.min, index: indexIn(part.minBlock, part.min) };
        if (part.max > max.size) max = { size: part.max, index: indexIn(part.maxBlock, part.max) };
      }
      const { histogram: none } = NO_MASKS;
      // Each by its name, so that a figure more is one that the compiler misses here.
      const total = { masks: BigInt(end - begin), sum, min, max, checksum, histogram: none };
      if (!figures.has("histogram")) return total;
      const histogram = binned
        ? histogramOf(core.histogram(bins), lanes)
        : scattered(sizes, begin, end, Math.max(block, WINDOW));
      return { ...total, histogram };
    },
  };
}

function histogramOf(counts: Float64Array, { least, shift }: Lanes): Map<number, bigint> {
  const histogram = new Map<number, bigint>();
  for (const [bin, count] of counts.entries()) {
    if (count !== 0) histogram.set(least + bin * 2 ** shift, BigInt(count));
  }
  return histogram;
}

/** The histogram of sizes that lie too far apart to be binned. */
function scattered(
  sizes: Engine["sizes"],
  begin: number,
  end: number,
  window: number,
): Map<number, bigint> {
  const counts = new Map<number, number>();
  for (let at = begin; at < end; at += window) {
    for (const size of sizes(at, Math.min(at + window, end))) {
      counts.set(size, (counts.get(size) ?? 0) + 1);
    }
    if (counts.size > DISTINCT_MAX) {
      throw new RangeError(
        `more than ${DISTINCT_MAX} distinct sizes: no histogram (ask for --only sum,min,max,checksum)`,
        { cause: REFUSED },
      );
    }
  }
  return new Map([...counts].map(([size, count]) => [size, BigInt(count)]));
}
