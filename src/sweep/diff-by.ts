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
import { type Effort, type Run, THREAD_OPTIONS, type ThreadOptions } from "../threads/run.ts";
import { subsetAt } from "../xsave/mask.ts";
import { checkOptions, type Table } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { bothWays } from "./both-ways.ts";
import { compareAll, type FoldPair } from "./exhaustive.ts";
import { walkDifference } from "./walk-difference.ts";

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
  const { rule: walk = null } = [a, b].find(({ rule }) => !rule.steps) ?? {};
  const method = options.method ?? "exhaustive";
  if (walk && method !== "exhaustive") {
    throw new RangeError(
      `${walk.id} is a walk, no fold of steps: its masks are walked, none is counted (method "exhaustive")`,
    );
  }
  const compare = walk ? byWalks : byFolds;
  const { all, ofLegal, sizes, ...how } = await compare(runAll, cores, a, b, question, options);
  const legal = onlyLegal(options);
  const { masks, differ, first, worst } = legal ? ofLegal : all;
  const witness = (index: bigint | null | undefined): DiffWitness | null => {
    if (index === null || index === undefined) return null;
    const mask = subsetAt(question.universe, index) | question.fixed;
    return { mask, a: sizes[0](mask), b: sizes[1](mask) };
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
    ...how,
  };
}

type Sizes = (mask: bigint) => number;

/** What two sides give on all masks and on the legal ones, and the size of a mask on each. */
interface Compared extends Effort {
  readonly all: Difference;
  readonly ofLegal: Difference;
  readonly sizes: readonly [a: Sizes, b: Sizes];
  readonly agree?: boolean;
}

async function byFolds(
  runAll: Run,
  cores: () => number,
  a: Side,
  b: Side,
  question: Question,
  options: DiffOptions,
): Promise<Compared> {
  const { signal, onProgress, pool, method = "exhaustive", threads = cores() } = options;
  const steps: SidesSteps = [stepsOf(a.rule, a.cpu), stepsOf(b.rule, b.cpu)];
  const legalPairs = legalPairsOf(steps, a.cpu, question);
  // Without --legal, the legal masks are compared a second time, for the first of them alone.
  const all = onlyLegal(options) ? [] : [pairOf(steps, question)];
  const pairs = [...all, ...legalPairs];
  const { answers, ...how } = await bothWays(
    method,
    signal,
    () => compareAll(pairs, { threads, signal, onProgress, pool }, runAll),
    () => pairs.map(({ fold, other }) => symbolicDifference(fold, other)),
    same,
  );
  return {
    ...how,
    all: answers[0] ?? NO_DIFFERENCE,
    ofLegal: answers.slice(all.length).reduce(mergeDifferences, NO_DIFFERENCE),
    sizes: [(mask) => sizeOf(steps[0], mask), (mask) => sizeOf(steps[1], mask)],
  };
}

async function byWalks(
  _run: Run,
  _cores: () => number,
  a: Side,
  b: Side,
  question: Question,
): Promise<Compared> {
  const started = performance.now();
  const { all, legal } = walkDifference(a, b, question);
  return {
    all,
    ofLegal: legal,
    sizes: [(mask) => a.rule.walk(a.cpu, mask), (mask) => b.rule.walk(b.cpu, mask)],
    threads: 1,
    seconds: (performance.now() - started) / 1000,
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
