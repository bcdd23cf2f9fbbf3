/** `find`: which masks of which processors, by whose rule, take a size that is asked for. Counted. */

import { type Fold, foldOf } from "../algebra/fold.ts";
import { freeFolds, legalPlan } from "../algebra/legal-folds.ts";
import { asRule } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { refusalOf, stepsOf } from "../rules/rule.ts";
import { symbolicBreach } from "../symbolic/count-breach.ts";
import { lowestIndices } from "../symbolic/lowest.ts";
import { subsetAt } from "../xsave/mask.ts";
import { checkOptions, type Table, whole } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { MASK_OPTIONS, type MaskOptions, onlyLegal, questionFor } from "./domain.ts";
import { answers, checkQuery, type Query } from "./predicates.ts";

export interface Match {
  readonly cpu: string;
  readonly hypothetical: boolean;
  readonly rule: string;
  /** Masks asked about that answer; with `legal`, legal ones alone. */
  readonly count: bigint;
  readonly legalCount: bigint;
  /** The lowest of them. */
  readonly masks: readonly bigint[];
  readonly legalMasks: readonly bigint[];
}

export interface FindOptions extends MaskOptions {
  /** Masks listed for each match; 10 by default. */
  readonly limit?: number | undefined;
}

const FIND_OPTIONS: Table<FindOptions> = { ...MASK_OPTIONS, limit: /* @__PURE__ */ whole(0) };

/**
 * The masks of `cpu` that answer `query` by a rule, or the rule with that id; null where none does, or the peer gives no size there.
 *
 * @throws {RangeError} on a mask bit that is no component, too many distinct sizes, or a rule that
 *   is no fold of steps.
 */
export function find(
  cpu: Processor,
  ruleOrId: Rule | string,
  query: Query,
  options: FindOptions = {},
): Match | null {
  checkOptions("find", options, FIND_OPTIONS);
  checkQuery(query);
  const rule = asRule(ruleOrId);
  const { limit = 10 } = options;
  if (refusalOf(rule, cpu) !== null) return null;
  const { universe, fixed } = questionFor(cpu, [rule], options);
  const steps = stepsOf(rule, cpu);
  const legal = onlyLegal(options);
  const wanted = (size: number) => answers(query, size);
  const whole = legal ? [] : [foldOf(steps, universe, fixed)];
  if (!legal && countOf(whole, wanted) === 0n) return null;
  const folds = freeFolds(steps, universe, legalPlan(cpu, universe, fixed));
  const legalCount = countOf(folds, wanted);
  const count = legal ? legalCount : countOf(whole, wanted);
  if (count === 0n) return null;
  const masksOf = (some: readonly Fold[]) =>
    some
      .flatMap((fold) => lowestIndices(fold, wanted, limit))
      .sort((a, b) => (a < b ? -1 : 1))
      .slice(0, limit)
      .map((index) => subsetAt(universe, index) | fixed);
  const legalMasks = legalCount === 0n ? [] : masksOf(folds);
  return {
    cpu: cpu.id,
    hypothetical: cpu.hypothetical,
    rule: rule.id,
    count,
    legalCount,
    masks: legal ? legalMasks : masksOf(whole),
    legalMasks,
  };
}

/** A rule that gave no answer on a processor: what is found is not all there is. */
export interface LeftOut {
  readonly cpu: string;
  readonly rule: string;
  readonly because: string;
}

/** As `find`, but a rule that gives no answer on `cpu` is named, not thrown. */
export function findOrLeaveOut(
  cpu: Processor,
  ruleOrId: Rule | string,
  query: Query,
  options: FindOptions = {},
): Match | LeftOut | null {
  const rule = asRule(ruleOrId);
  try {
    return find(cpu, rule, query, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { cpu: cpu.id, rule: rule.id, because: error.message };
  }
}

export interface Found {
  readonly matches: readonly Match[];
  /** Not empty: the answer is not whole. */
  readonly leftOut: readonly LeftOut[];
}

/** Which masks of `cpus` answer `query`, by each of `rules`. @throws {TypeError} on an unknown option. */
export function findAll(
  cpus: readonly Processor[],
  rules: readonly (Rule | string)[],
  query: Query,
  options: FindOptions = {},
): Found {
  checkOptions("findAll", options, FIND_OPTIONS);
  checkQuery(query);
  const matches: Match[] = [];
  const leftOut: LeftOut[] = [];
  for (const cpu of cpus) {
    for (const rule of rules) {
      const found = findOrLeaveOut(cpu, rule, query, options);
      if (found && "because" in found) leftOut.push(found);
      else if (found) matches.push(found);
    }
  }
  return { matches, leftOut };
}

const countOf = (folds: readonly Fold[], wanted: (size: number) => boolean): bigint =>
  folds.reduce((sum, fold) => sum + symbolicBreach(fold, (size) => !wanted(size)).broken, 0n);
