/**
 * Every mask of a processor by a rule, a range at a time and in one thread: what a worker of a
 * browser is given, and what is merged of their answers. sweep/ does the same over Node's threads.
 */
import { merge, NO_MASKS, type Summary } from "../algebra/figures.ts";
import { foldOf } from "../algebra/fold.ts";
import { CALL_MASKS, createEngine } from "../exhaustive/engine.ts";
import { asRule } from "../rules/index.ts";
import { type Rule, stepsOf } from "../rules/rule.ts";
import { subsetAt } from "../xsave/mask.ts";
import { checkOptions } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { MASK_OPTIONS, type MaskOptions, questionFor } from "./domain.ts";

/** Figures of a range; in any order, those of all ranges come to those of the whole. */
export type RangeFigures = Pick<Summary, "masks" | "sum" | "min" | "max">;

export interface EveryMask {
  /** Subset i is PDEP(i, universe) | fixed. */
  readonly universe: bigint;
  readonly fixed: bigint;
  /** How many there are. */
  readonly masks: number;
  /** Ranges begin and end at multiples of it. */
  readonly block: number;
  /** Sum and extremes of the subsets [from, to). */
  figures(from: number, to: number): RangeFigures;
  /** The size of each subset in [from, to), at most `window` of them: a view, overwritten by the next call. */
  sizes(from: number, to: number): Uint32Array;
  readonly window: number;
  /** The mask of subset i. */
  maskOf(i: number): bigint;
}

const FIGURES = new Set(["sum", "min", "max"] as const);

/** Masks that one call of `figures` takes well: it can be stopped in between. */
export const RANGE_MASKS = 8 * CALL_MASKS;

/**
 * @throws {RangeError} on a mask bit that is no component, more masks than the engine takes, or a
 *   rule that is no fold of steps.
 */
export function everyMask(
  cpu: Processor,
  ruleOrId: Rule | string,
  options: MaskOptions = {},
): EveryMask {
  checkOptions("everyMask", options, MASK_OPTIONS);
  const rule = asRule(ruleOrId);
  const { universe, fixed } = questionFor(cpu, [rule], options);
  const fold = foldOf(stepsOf(rule, cpu), universe, fixed);
  const engine = createEngine(fold);
  return {
    universe,
    fixed,
    masks: 2 ** fold.pairs.length,
    block: engine.block,
    window: engine.window,
    figures: (from, to) => engine.summary(FIGURES, from, to),
    sizes: (from, to) => engine.sizes(from, to),
    maskOf: (i) => subsetAt(universe, BigInt(i)) | fixed,
  };
}

export const NO_RANGE: RangeFigures = NO_MASKS;

/** The figures of two ranges that share no mask. */
export const mergeRanges = (a: RangeFigures, b: RangeFigures): RangeFigures =>
  merge({ ...NO_MASKS, ...a }, { ...NO_MASKS, ...b });
