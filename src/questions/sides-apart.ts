/** Where two sides part: the pairs of folds that are compared, and what their differences come to. */
import { type Difference, mergeDifferences, NO_DIFFERENCE } from "../algebra/difference.ts";
import { type Fold, foldOf } from "../algebra/fold.ts";
import { freeFolds, legalPlan } from "../algebra/legal-folds.ts";
import type { Steps } from "../algebra/steps.ts";
import { subsetAt } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import type { DiffWitness, Question } from "./question.ts";

/** Two folds over the same subsets of one universe. */
export interface FoldPair {
  readonly fold: Fold;
  readonly other: Fold;
}

/** The differences on the masks that were asked for, and on the legal ones of them. */
export interface Differences {
  readonly asked: Difference;
  readonly legal: Difference;
}

/** What is said of two sides that were compared. */
export interface SidesApart {
  /** Masks compared, and those of them that differ. */
  readonly masks: bigint;
  readonly differ: bigint;
  /** The lowest mask that differs, and the lowest legal one; null where there is none. */
  readonly first: DiffWitness | null;
  readonly firstLegal: DiffWitness | null;
  /** The largest |a - b|, on the lowest mask that has it. */
  readonly worst: DiffWitness | null;
}

/**
 * The pairs to compare for the masks of `question`, all or the legal ones of `cpu`. Where all are
 * asked for, theirs is the first pair; the legal masks follow, a second time, for the first of them.
 */
export function pairsOf(
  [a, b]: readonly [a: Steps, b: Steps],
  cpu: Processor,
  { universe, fixed }: Question,
  onlyLegal: boolean,
): FoldPair[] {
  const plan = legalPlan(cpu, universe, fixed);
  const others = freeFolds(b, universe, plan);
  const legal = freeFolds(a, universe, plan).map(
    (fold, i): FoldPair => ({ fold, other: others[i] as Fold }),
  );
  const all = { fold: foldOf(a, universe, fixed), other: foldOf(b, universe, fixed) };
  return onlyLegal ? legal : [all, ...legal];
}

/** The answers to `pairsOf`, in their order, put together. */
export function differencesOf(answers: readonly Difference[], onlyLegal: boolean): Differences {
  const [all = NO_DIFFERENCE, ...rest] = answers;
  const legal = (onlyLegal ? answers : rest).reduce(mergeDifferences, NO_DIFFERENCE);
  return { asked: onlyLegal ? legal : all, legal };
}

/** In masks of `question` and bytes; `sizes` gives those of a mask on either side. */
export function sidesApart(
  { asked, legal }: Differences,
  { universe, fixed }: Question,
  sizes: (mask: bigint) => Pick<DiffWitness, "a" | "b">,
): SidesApart {
  const witness = (index: bigint | null | undefined): DiffWitness | null => {
    if (index === null || index === undefined) return null;
    const mask = subsetAt(universe, index) | fixed;
    return { mask, ...sizes(mask) };
  };
  return {
    masks: asked.masks,
    differ: asked.differ,
    first: witness(asked.first),
    firstLegal: witness(legal.first),
    worst: witness(asked.worst?.index),
  };
}
