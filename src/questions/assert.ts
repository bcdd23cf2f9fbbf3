/** `sweep --assert`: which masks break a predicate. */

import { type Breach, mergeBreaches, NO_BREACH } from "../algebra/breach.ts";
import { type Fold, foldOf, sizeOf } from "../algebra/fold.ts";
import { legalFolds, legalPlan } from "../algebra/legal-folds.ts";
import type { Steps } from "../algebra/steps.ts";
import { exhaustiveBreach } from "../exhaustive/enumerate-breach.ts";
import type { Stopping } from "../exhaustive/stopping.ts";
import { asRule } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { stepsOf } from "../rules/rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import { symbolicBreach, symbolicPairBreach } from "../symbolic/count-breach.ts";
import { subsetAt } from "../xsave/mask.ts";
import { checkOptions, LIST, SIGNAL, shown, type Table } from "../xsave/options.ts";
import { enumerated, type Processor } from "../xsave/processor.ts";
import { MASK_OPTIONS, type MaskOptions, onlyLegal, questionFor } from "./domain.ts";
import type { Assertion } from "./predicates.ts";
import { METHOD, type Method, type Question } from "./question.ts";

export interface AssertionOptions extends MaskOptions {
  /** Rules or their ids, for assertions on each size; `sdm-standard` and `sdm-compacted` by default. */
  readonly rules?: readonly (Rule | string)[] | undefined;
  readonly method?: Method | undefined;
  readonly signal?: Stopping | undefined;
}

const ASSERTION_OPTIONS: Table<AssertionOptions> = {
  ...MASK_OPTIONS,
  rules: LIST,
  method: METHOD,
  signal: SIGNAL,
};

/** A mask that breaks an assertion, and the size by each rule. */
export interface Breaker {
  readonly mask: bigint;
  readonly sizes: readonly number[];
}

export interface AssertionReport {
  readonly cpu: string;
  readonly hypothetical: boolean;
  readonly assertion: Assertion;
  /** Ids of the rules whose sizes it takes. */
  readonly rules: readonly string[];
  readonly universe: bigint;
  readonly fixed: bigint;
  readonly legal: boolean;
  readonly masks: bigint;
  readonly broken: bigint;
  readonly first: Breaker | null;
  readonly firstLegal: Breaker | null;
  readonly method: Method;
  /** Method "both": whether the engines agree. */
  readonly agree?: boolean;
}

/**
 * How `assertion` fares on `cpu`: a report a rule, or one for both formats.
 *
 * @throws {RangeError} on a mask bit that is no component, too many masks or sizes for the engine,
 *   or rules that are not one of each format where the assertion takes both.
 */
export function assertOn(
  cpu: Processor,
  assertion: Assertion,
  options: AssertionOptions = {},
): AssertionReport[] {
  checkOptions("assertOn", options, ASSERTION_OPTIONS);
  if (typeof assertion?.holds !== "function") {
    throw new TypeError(
      `an assertion is an object, as assertionNamed gives it, not ${shown(assertion)}`,
    );
  }
  const rules = (options.rules ?? [SDM_STANDARD, SDM_COMPACTED]).map(asRule);
  if (assertion.takes === "each") {
    return rules.map((rule) =>
      report(cpu, assertion, [rule], questionFor(cpu, [rule], options), options),
    );
  }
  const [standard, compacted] = rules;
  if (rules.length !== 2 || standard?.format !== "standard" || compacted?.format !== "compacted") {
    throw new RangeError(
      `${assertion.id} takes a standard rule and a compacted one, in that order`,
    );
  }
  // Supervisor components too: those that only the compacted format holds are the question.
  const universe = options.universe ?? enumerated(cpu);
  const question = questionFor(cpu, rules, { ...options, universe });
  return [report(cpu, assertion, [standard, compacted], question, options)];
}

function report(
  cpu: Processor,
  assertion: Assertion,
  rules: readonly [Rule] | readonly [Rule, Rule],
  question: Question,
  options: AssertionOptions,
): AssertionReport {
  const { signal } = options;
  const method = options.method ?? "exhaustive";
  const { universe, fixed } = question;
  const steps = rules.map((rule) => stepsOf(rule, cpu));
  const plan = legalPlan(cpu, universe, fixed);
  const legalOnly = onlyLegal(options);
  const whole = steps.map((one) => [foldOf(one, universe, fixed)]);
  const legal = steps.map((one) => legalFolds(one, universe, plan));
  const run = (engine: Engine, folds: readonly (readonly Fold[])[]) =>
    breachOf(engine, assertion, folds, signal);
  const answers = (["exhaustive", "symbolic"] as const)
    .filter((engine) => method === engine || method === "both")
    .map((engine) => {
      const ofLegal = run(engine, legal);
      return { ofLegal, ofAll: legalOnly ? ofLegal : run(engine, whole) };
    });
  const [one, other] = answers as [Answers, Answers?];
  const breaker = (index: bigint | null): Breaker | null => {
    if (index === null) return null;
    const mask = subsetAt(universe, index) | fixed;
    return { mask, sizes: steps.map((each: Steps) => sizeOf(each, mask)) };
  };
  return {
    cpu: cpu.id,
    hypothetical: cpu.hypothetical,
    assertion,
    rules: rules.map(({ id }) => id),
    universe,
    fixed,
    legal: legalOnly,
    masks: one.ofAll.masks,
    broken: one.ofAll.broken,
    first: breaker(one.ofAll.first),
    firstLegal: breaker(one.ofLegal.first),
    method,
    ...(other ? { agree: same(one.ofAll, other.ofAll) && same(one.ofLegal, other.ofLegal) } : {}),
  };
}

/** What one engine says of the legal masks, and of all that were asked. */
interface Answers {
  readonly ofLegal: Breach;
  readonly ofAll: Breach;
}

type Engine = "exhaustive" | "symbolic";

/** The breach over the folds of one or two rules, fold number i of either over the same masks. */
function breachOf(
  engine: Engine,
  { holds }: Assertion,
  [firsts = [], seconds]: readonly (readonly Fold[])[],
  signal: Stopping | undefined,
): Breach {
  return firsts
    .map((fold, i) => {
      const other = seconds?.[i];
      if (engine === "exhaustive") {
        return exhaustiveBreach(other ? [fold, other] : [fold], holds, signal);
      }
      return other
        ? symbolicPairBreach(fold, other, holds)
        : symbolicBreach(fold, (size) => holds(size, size));
    })
    .reduce(mergeBreaches, NO_BREACH);
}

const same = (a: Breach, b: Breach): boolean =>
  a.masks === b.masks && a.broken === b.broken && a.first === b.first;
