/**
 * Two folds on every subset, evaluated by the core side by side. Held equal to the reference and to
 * the symbolic engine by test/exhaustive/compare.test.ts.
 */

import { reachOf } from "../algebra/bounds.ts";
import { type Difference, mergeDifferences, NO_DIFFERENCE } from "../algebra/difference.ts";
import { type Fold, sizeAt } from "../algebra/fold.ts";
import { FROM_TABLE, FROM_WALK, POSITIONS_MIN } from "../core/abi.ts";
import { blockBits, type Core, createCore } from "../core/core.ts";
import { CALL_MASKS, checkPositions, type EngineSource } from "./engine.ts";
import { corePair, lanesOf } from "./lanes.ts";

/** Two folds, ready to be compared over ranges of their subsets. */
export interface Comparison {
  /** Subsets in a block: the unit of ranges. */
  readonly block: number;
  /** Over the subsets [from, to), multiples of `block`; indices count the varying positions. */
  difference(from: number, to: number): Difference;
}

/**
 * The comparison of `a` and `b`, over one universe, on `core`, which it keeps until another is made.
 *
 * @throws {RangeError} if there are too many subsets to enumerate, or sizes do not fit 31 bits.
 */
export function createComparison(
  a: Fold,
  b: Fold,
  core: Core = createCore(),
  source: EngineSource = "table",
): Comparison {
  checkPositions(a.pairs.length);
  for (const fold of [a, b]) reachOf(fold);
  if (a.pairs.length < POSITIONS_MIN) {
    return {
      block: 2 ** a.pairs.length,
      difference: (from, to) => plainDifference(a, b, from, to),
    };
  }
  return onCore(a, b, core, source === "walk" ? FROM_WALK : FROM_TABLE);
}

function onCore(a: Fold, b: Fold, core: Core, source: number): Comparison {
  const wide = lanesOf(a).wide || lanesOf(b).wide;
  const bits = blockBits(a.pairs.length, wide);
  const block = 2 ** bits;
  for (const [slot, fold] of [a, b].entries()) {
    core.load(slot, fold.start, fold.pairs.map(corePair), wide);
  }
  const indexIn = (h: number, matches: (gap: number) => boolean): bigint =>
    BigInt(h * block + core.gaps(source, h, bits).findIndex(matches));

  const part = (begin: number, end: number): Difference => {
    const { differ, worst, firstBlock, worstBlock } = core.compare(source, begin, end);
    const masks = BigInt((end - begin) * block);
    if (differ === 0n) return { ...NO_DIFFERENCE, masks };
    return {
      masks,
      differ,
      first: indexIn(firstBlock, (gap) => gap !== 0),
      worst: { bytes: worst, index: indexIn(worstBlock, (gap) => gap === worst) },
    };
  };

  return {
    block,
    difference(from, to) {
      let total = NO_DIFFERENCE;
      for (let at = from; at < to; at += CALL_MASKS) {
        total = mergeDifferences(total, part(at / block, Math.min(at + CALL_MASKS, to) / block));
      }
      return total;
    },
  };
}

/** The comparison by plain enumeration, one mask after the other. The reference. */
export function plainDifference(a: Fold, b: Fold, from: number, to: number): Difference {
  let total: Difference = { ...NO_DIFFERENCE, masks: BigInt(to - from) };
  for (let i = from; i < to; i++) {
    const index = BigInt(i);
    const bytes = Math.abs(sizeAt(a, index) - sizeAt(b, index));
    if (bytes === 0) continue;
    const here = { masks: 0n, differ: 1n, first: index, worst: { bytes, index } };
    total = mergeDifferences(total, here);
  }
  return total;
}
