/**
 * What a sweep has to evaluate: folds, and ranges of their subsets. Pure; the same plan for any
 * number of threads gives the same report, because merging does not depend on order.
 */

import type { Figure } from "../algebra/figures.ts";
import { type Fold, foldOf, offsetFoldOf } from "../algebra/fold.ts";
import { legalFolds, legalOffsetFolds, legalPlan } from "../algebra/legal-folds.ts";
import type { Question } from "../questions/question.ts";
import { stepsOf } from "../rules/rule.ts";
import { bitsOf } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";

/** Masks in a task where there are that many: about a millisecond, 30 times what handing it over takes. */
export const TASK_MASKS = 2 ** 24;
/** Masks in the largest task, so that progress moves and the last task does not wait alone. */
const TASK_MASKS_MAX = 2 ** 28;

/** A fold and what is asked of it: of the sizes, or of the offset of one component. */
export interface Part {
  readonly question: Question;
  /** The component whose offsets the fold gives; undefined where it gives the sizes. */
  readonly offsetOf: number | undefined;
  readonly fold: Fold;
  readonly figures: ReadonlySet<Figure>;
}

/** Subsets [from, to) of part number `part`. */
export interface Task {
  readonly part: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The folds that answer `question`: those of its sizes, and those of the offsets of each component.
 * One each, or for legal masks one a combination.
 */
export function partsOf(
  cpu: Processor,
  question: Question,
  figures: ReadonlySet<Figure>,
): readonly Part[] {
  const { rule, universe, fixed, legal = false } = question;
  const steps = stepsOf(rule, cpu);
  const ofSizes = new Set([...figures].filter((figure) => figure !== "offsets"));
  const parts: Part[] = [];
  // How many masks are legal is counted with the sizes.
  if (ofSizes.size > 0 || legal) {
    // What makes the checksum of a part that of the whole needs the sum.
    if (legal && ofSizes.has("checksum")) ofSizes.add("sum");
    const folds = legal
      ? legalFolds(steps, universe, legalPlan(cpu, universe, fixed))
      : [foldOf(steps, universe, fixed)];
    for (const fold of folds) {
      parts.push({ question, offsetOf: undefined, fold, figures: ofSizes });
    }
  }
  if (figures.has("offsets") && rule.format === "compacted") {
    for (const bit of bitsOf(universe | fixed)) {
      if (!steps.bits[bit]?.place) continue;
      const folds = legal
        ? legalOffsetFolds(cpu, steps, bit, universe, fixed)
        : [offsetFoldOf(steps, bit, universe, fixed)];
      for (const fold of folds) {
        parts.push({ question, offsetOf: bit, fold, figures: OFFSET_FIGURES });
      }
    }
  }
  return parts;
}

const OFFSET_FIGURES: ReadonlySet<Figure> = new Set(["min", "max", "histogram"]);

/** Subsets of the fold of a part. */
export const masksOf = ({ fold }: Pick<Part, "fold">): number => 2 ** fold.pairs.length;

/** Cuts the parts into tasks, the largest first so that threads finish together. */
export function tasksOf(parts: readonly Pick<Part, "fold">[], threads: number): Task[] {
  const total = parts.reduce((sum, part) => sum + masksOf(part), 0);
  let size = TASK_MASKS;
  while (size < TASK_MASKS_MAX && size * threads * 16 < total) size *= 2;
  return parts
    .flatMap((part, number) => {
      const masks = masksOf(part);
      return Array.from({ length: Math.ceil(masks / size) }, (_, i) => ({
        part: number,
        from: i * size,
        to: Math.min((i + 1) * size, masks),
      }));
    })
    .sort((a, b) => b.to - b.from - (a.to - a.from));
}
