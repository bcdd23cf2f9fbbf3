/** The size of every mask of a processor by a rule, a window at a time and in one thread. */
import { foldOf } from "../algebra/fold.ts";
import { createEngine } from "../exhaustive/engine.ts";
import { asRule } from "../rules/index.ts";
import { type Rule, stepsOf } from "../rules/rule.ts";
import { subsetAt } from "../xsave/mask.ts";
import { checkOptions } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { MASK_OPTIONS, type MaskOptions, questionFor } from "./domain.ts";

export interface EveryMask {
  /** Subset i is PDEP(i, universe) | fixed. */
  readonly universe: bigint;
  readonly fixed: bigint;
  /** How many there are. */
  readonly masks: number;
  /** The size of each subset in [from, to), at most `window` of them: a view, overwritten by the next call. */
  sizes(from: number, to: number): Uint32Array;
  readonly window: number;
  /** The mask of subset i. */
  maskOf(i: number): bigint;
}

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
    window: engine.window,
    sizes: (from, to) => engine.sizes(from, to),
    maskOf: (i) => subsetAt(universe, BigInt(i)) | fixed,
  };
}
