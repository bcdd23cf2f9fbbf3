/** Where two rules part on one processor, counted without enumerating: safe in a browser. */
import { type Difference, mergeDifferences, NO_DIFFERENCE } from "../algebra/difference.ts";
import { type Fold, foldOf, sizeOf } from "../algebra/fold.ts";
import { freeFolds, legalPlan } from "../algebra/legal-folds.ts";
import { asRule } from "../rules/index.ts";
import { type Rule, stepsOf } from "../rules/rule.ts";
import { symbolicDifference } from "../symbolic/count-difference.ts";
import { subsetAt } from "../xsave/mask.ts";
import { checkOptions } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { MASK_OPTIONS, type MaskOptions, onlyLegal, questionFor } from "./domain.ts";
import type { DiffWitness } from "./question.ts";

export interface RulesApart {
  readonly a: string;
  readonly b: string;
  /** Masks compared, and those on which the rules differ. */
  readonly masks: bigint;
  readonly differ: bigint;
  /** The lowest mask that differs, and the lowest legal one; null where there is none. */
  readonly first: DiffWitness | null;
  readonly firstLegal: DiffWitness | null;
  /** The largest |a - b|, on the lowest mask that has it. */
  readonly worst: DiffWitness | null;
}

/**
 * Where rules `a` and `b`, or those with these ids, differ on `cpu`.
 *
 * @throws {RangeError} on a mask bit that is no component, too many distinct pairs of sizes, or a
 *   rule that is no fold of steps or gives no size on `cpu`.
 */
export function rulesApart(
  cpu: Processor,
  a: Rule | string,
  b: Rule | string,
  options: MaskOptions = {},
): RulesApart {
  checkOptions("rulesApart", options, MASK_OPTIONS);
  const rules = [asRule(a), asRule(b)] as const;
  const { universe, fixed } = questionFor(cpu, rules, options);
  const [left, right] = [stepsOf(rules[0], cpu), stepsOf(rules[1], cpu)];
  const plan = legalPlan(cpu, universe, fixed);
  const others = freeFolds(right, universe, plan);
  const ofLegal = freeFolds(left, universe, plan)
    .map((fold, i) => symbolicDifference(fold, others[i] as Fold))
    .reduce<Difference>(mergeDifferences, NO_DIFFERENCE);
  const all = onlyLegal(options)
    ? ofLegal
    : symbolicDifference(foldOf(left, universe, fixed), foldOf(right, universe, fixed));
  const witness = (index: bigint | null | undefined): DiffWitness | null => {
    if (index === null || index === undefined) return null;
    const mask = subsetAt(universe, index) | fixed;
    return { mask, a: sizeOf(left, mask), b: sizeOf(right, mask) };
  };
  return {
    a: rules[0].id,
    b: rules[1].id,
    masks: all.masks,
    differ: all.differ,
    first: witness(all.first),
    firstLegal: witness(ofLegal.first),
    worst: witness(all.worst?.index),
  };
}
