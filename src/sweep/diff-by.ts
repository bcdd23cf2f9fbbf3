/** `diff`: on which masks two rules, or one rule on two processors, give different sizes. */

import { type Difference, mergeDifferences, NO_DIFFERENCE } from "../algebra/difference.ts";
import { foldOf, sizeOf } from "../algebra/fold.ts";
import { freeFolds, legalPlan } from "../algebra/legal-folds.ts";
import type { Steps } from "../algebra/steps.ts";
import { MASK_OPTIONS, type MaskOptions, onlyLegal, questionFor } from "../questions/domain.ts";
import {
  type DiffWitness,
  METHOD,
  type Method,
  type Question,
  type Side,
} from "../questions/question.ts";
import { asRule } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { stepsOf } from "../rules/rule.ts";
import { symbolicDifference } from "../symbolic/count-difference.ts";
import { type Run, THREAD_OPTIONS, type ThreadOptions } from "../threads/run.ts";
import { subsetAt } from "../xsave/mask.ts";
import { checkOptions, type Table } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { bothWays } from "./both-ways.ts";
import { compareAll, type FoldPair } from "./exhaustive.ts";

export interface DiffOptions extends MaskOptions, Partial<ThreadOptions> {
  readonly method?: Method | undefined;
}

/** What `diff`, and `matrix`, take. */
export const DIFF_OPTIONS: Table<DiffOptions> = {
  ...MASK_OPTIONS,
  ...THREAD_OPTIONS,
  method: METHOD,
};

export interface DiffReport {
  /** Id of the processor. */
  readonly cpu: string;
  /** Id of that of side b, where it is another. */
  readonly otherCpu?: string;
  readonly hypothetical: boolean;
  readonly universe: bigint;
  readonly fixed: bigint;
  /** Whether only legal masks were compared. */
  readonly legal: boolean;
  /** Ids of the rules. */
  readonly a: string;
  readonly b: string;
  /** Masks compared, and those of them that differ. */
  readonly masks: bigint;
  readonly differ: bigint;
  /** The lowest mask that differs, and the lowest legal one. */
  readonly first: DiffWitness | null;
  readonly firstLegal: DiffWitness | null;
  /** The largest |a - b|, on the lowest mask that has it. */
  readonly worst: DiffWitness | null;
  readonly method: Method;
  readonly threads: number;
  /** Without the start of threads. */
  readonly seconds: number;
  /** Method "both": whether the engines agree. */
  readonly agree?: boolean;
}

/** Where rules `a` and `b` differ on `cpu`. @throws as `diff`. */
export async function diffBy(
  runAll: Run,
  cores: () => number,
  cpu: Processor,
  a: Rule | string,
  b: Rule | string,
  options: DiffOptions,
): Promise<DiffReport> {
  checkOptions("diff", options, DIFF_OPTIONS);
  const left = asRule(a);
  const right = asRule(b);
  const question = questionFor(cpu, [left, right], options);
  return sidesBy(runAll, cores, { cpu, rule: left }, { cpu, rule: right }, question, options);
}

/** Where two sides differ on `question`, whose components both have. @throws as `diff`. */
export async function sidesBy(
  runAll: Run,
  cores: () => number,
  a: Side,
  b: Side,
  question: Question,
  options: DiffOptions,
): Promise<DiffReport> {
  checkOptions("diff", options, DIFF_OPTIONS);
  const method = options.method ?? "exhaustive";
  const { signal, onProgress, pool } = options;
  const threads = options.threads ?? cores();
  const steps: SidesSteps = [stepsOf(a.rule, a.cpu), stepsOf(b.rule, b.cpu)];
  const legal = onlyLegal(options);
  const legalPairs = legalPairsOf(steps, a.cpu, question);
  // Without --legal, the legal masks are compared a second time, for the first of them alone.
  const all = legal ? [] : [pairOf(steps, question)];
  const pairs = [...all, ...legalPairs];

  const { answers, seconds, ...how } = await bothWays(
    method,
    signal,
    () => compareAll(pairs, { threads, signal, onProgress, pool }, runAll),
    () => pairs.map(({ fold, other }) => symbolicDifference(fold, other)),
    same,
  );
  const ofLegal = answers.slice(all.length).reduce(mergeDifferences, NO_DIFFERENCE);
  const { masks, differ, first, worst } = all.length > 0 ? (answers[0] as Difference) : ofLegal;
  const witness = (index: bigint | null | undefined): DiffWitness | null => {
    if (index === null || index === undefined) return null;
    const mask = subsetAt(question.universe, index) | question.fixed;
    return { mask, a: sizeOf(steps[0], mask), b: sizeOf(steps[1], mask) };
  };
  return {
    cpu: a.cpu.id,
    ...(a.cpu === b.cpu ? {} : { otherCpu: b.cpu.id }),
    hypothetical: a.cpu.hypothetical || b.cpu.hypothetical,
    universe: question.universe,
    fixed: question.fixed,
    legal,
    a: a.rule.id,
    b: b.rule.id,
    masks,
    differ,
    first: witness(first),
    firstLegal: witness(ofLegal.first),
    worst: witness(worst?.index),
    method,
    threads: how.threads,
    seconds,
    ...(how.agree === undefined ? {} : { agree: how.agree }),
  };
}

type SidesSteps = readonly [a: Steps, b: Steps];

const pairOf = ([a, b]: SidesSteps, { universe, fixed }: Question): FoldPair => ({
  fold: foldOf(a, universe, fixed),
  other: foldOf(b, universe, fixed),
});

function legalPairsOf([a, b]: SidesSteps, cpu: Processor, question: Question): FoldPair[] {
  const { universe, fixed } = question;
  const plan = legalPlan(cpu, universe, fixed);
  const others = freeFolds(b, universe, plan);
  return freeFolds(a, universe, plan).map((fold, i) => ({
    fold,
    other: others[i] as (typeof others)[number],
  }));
}

const same = (a: Difference | undefined, b: Difference): boolean =>
  a !== undefined &&
  a.masks === b.masks &&
  a.differ === b.differ &&
  a.first === b.first &&
  a.worst?.bytes === b.worst?.bytes &&
  a.worst?.index === b.worst?.index;
