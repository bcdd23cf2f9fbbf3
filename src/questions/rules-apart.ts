/** Where two rules part on one processor, counted without enumerating: safe in a browser. */
import { sizeOf } from "../algebra/fold.ts";
import type { Steps } from "../algebra/steps.ts";
import { asRule } from "../rules/index.ts";
import { type Rule, stepsOf } from "../rules/rule.ts";
import { symbolicDifference } from "../symbolic/count-difference.ts";
import { checkOptions } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { MASK_OPTIONS, type MaskOptions, onlyLegal, questionFor } from "./domain.ts";
import { differencesOf, pairsOf, type SidesApart, sidesApart } from "./sides-apart.ts";

export interface RulesApart extends SidesApart {
  /** Ids of the rules. */
  readonly a: string;
  readonly b: string;
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
  const question = questionFor(cpu, rules, options);
  const steps: readonly [Steps, Steps] = [stepsOf(rules[0], cpu), stepsOf(rules[1], cpu)];
  const legal = onlyLegal(options);
  const answers = pairsOf(steps, cpu, question, legal).map(({ fold, other }) =>
    symbolicDifference(fold, other),
  );
  return {
    a: rules[0].id,
    b: rules[1].id,
    ...sidesApart(differencesOf(answers, legal), question, (mask) => ({
      a: sizeOf(steps[0], mask),
      b: sizeOf(steps[1], mask),
    })),
  };
}
