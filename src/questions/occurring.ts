/** Every size that the masks of a processor take by a rule, counted without enumerating them. */
import { foldOf } from "../algebra/fold.ts";
import { freeFolds, legalPlan } from "../algebra/legal-folds.ts";
import { asRule } from "../rules/index.ts";
import { type Rule, refusalOf, stepsOf } from "../rules/rule.ts";
import { occurrencesOf } from "../symbolic/states.ts";
import { subsetAt } from "../xsave/mask.ts";
import { checkOptions } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { MASK_OPTIONS, type MaskOptions, onlyLegal, questionFor } from "./domain.ts";

/** A size that occurs. */
export interface OccurringSize {
  /** Bytes. */
  readonly size: number;
  /** Masks that take it. */
  readonly count: bigint;
  /** The lowest of them. */
  readonly mask: bigint;
}

/**
 * The sizes of `cpu` by a rule, or the rule with that id, ascending; empty where the peer gives none.
 *
 * @throws {RangeError} on a mask bit that is no component, too many distinct sizes, or a rule that
 *   is no fold of steps.
 */
export function occurringSizes(
  cpu: Processor,
  ruleOrId: Rule | string,
  options: MaskOptions = {},
): readonly OccurringSize[] {
  checkOptions("occurringSizes", options, MASK_OPTIONS);
  const rule = asRule(ruleOrId);
  if (refusalOf(rule, cpu) !== null) return [];
  const { universe, fixed } = questionFor(cpu, [rule], options);
  const steps = stepsOf(rule, cpu);
  const folds = onlyLegal(options)
    ? freeFolds(steps, universe, legalPlan(cpu, universe, fixed))
    : [foldOf(steps, universe, fixed)];
  const found = new Map<number, { count: bigint; lowest: bigint }>();
  for (const { size, count, lowest } of folds.flatMap(occurrencesOf)) {
    const before = found.get(size);
    found.set(size, {
      count: count + (before?.count ?? 0n),
      lowest: before !== undefined && before.lowest < lowest ? before.lowest : lowest,
    });
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([size, { count, lowest }]) => ({
      size,
      count,
      mask: subsetAt(universe, lowest) | fixed,
    }));
}
