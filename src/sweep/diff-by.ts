/** `diff`: on which masks two rules, or one rule on two processors, give different sizes. */

import type { Difference } from "../algebra/difference.ts";
import { sizeOf } from "../algebra/fold.ts";
import type { Steps } from "../algebra/steps.ts";
import { MASK_OPTIONS, type MaskOptions, onlyLegal, questionFor } from "../questions/domain.ts";
import { METHOD, type Method, type Question, type Side } from "../questions/question.ts";
import {
  type Differences,
  differencesOf,
  pairsOf,
  type SidesApart,
  sidesApart,
} from "../questions/sides-apart.ts";
import { asRule } from "../rules/index.ts";
import { type Rule, stepsOf } from "../rules/rule.ts";
import { symbolicDifference } from "../symbolic/count-difference.ts";
import { type Effort, type Run, THREAD_OPTIONS, type ThreadOptions } from "../threads/run.ts";
import { checkOptions, type Table } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { bothWays } from "./both-ways.ts";
import { compareAll } from "./exhaustive.ts";
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

export interface DiffReport extends SidesApart {
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
  const walk = [a.rule, b.rule].find(({ steps }) => !steps);
  const method = options.method ?? "exhaustive";
  if (walk && method !== "exhaustive") {
    throw new RangeError(
      `${walk.id} is a walk, no fold of steps: its masks are walked, none is counted (method "exhaustive")`,
    );
  }
  const legal = onlyLegal(options);
  const { differences, sizes, ...how } = walk
    ? byWalks(a, b, question, legal)
    : await byFolds(runAll, cores, a, b, question, options);
  return {
    cpu: a.cpu.id,
    ...(a.cpu === b.cpu ? {} : { otherCpu: b.cpu.id }),
    hypothetical: a.cpu.hypothetical || b.cpu.hypothetical,
    universe: question.universe,
    fixed: question.fixed,
    legal,
    a: a.rule.id,
    b: b.rule.id,
    ...sidesApart(differences, question, sizes),
    method,
    ...how,
  };
}

/** Two sides, compared. */
interface Compared extends Effort {
  readonly differences: Differences;
  /** Bytes of a mask on either. */
  readonly sizes: (mask: bigint) => { readonly a: number; readonly b: number };
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
  const steps: readonly [Steps, Steps] = [stepsOf(a.rule, a.cpu), stepsOf(b.rule, b.cpu)];
  const legal = onlyLegal(options);
  const pairs = pairsOf(steps, a.cpu, question, legal);
  const { answers, ...how } = await bothWays(
    method,
    signal,
    () => compareAll(pairs, { threads, signal, onProgress, pool }, runAll),
    () => pairs.map(({ fold, other }) => symbolicDifference(fold, other)),
    same,
  );
  return {
    ...how,
    differences: differencesOf(answers, legal),
    sizes: (mask) => ({ a: sizeOf(steps[0], mask), b: sizeOf(steps[1], mask) }),
  };
}

function byWalks(a: Side, b: Side, question: Question, onlyLegal: boolean): Compared {
  const started = performance.now();
  const differences = walkDifference(a, b, question, onlyLegal);
  return {
    differences,
    sizes: (mask) => ({ a: a.rule.walk(a.cpu, mask), b: b.rule.walk(b.cpu, mask) }),
    threads: 1,
    seconds: (performance.now() - started) / 1000,
  };
}

const same = (a: Difference | undefined, b: Difference): boolean =>
  a !== undefined &&
  a.masks === b.masks &&
  a.differ === b.differ &&
  a.first === b.first &&
  a.worst?.bytes === b.worst?.bytes &&
  a.worst?.index === b.worst?.index;
