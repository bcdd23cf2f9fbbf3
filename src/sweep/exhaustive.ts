/** Every mask of every part evaluated, and the answers put together. */
import { reachOf } from "../algebra/bounds.ts";
import { type Difference, mergeDifferences, NO_DIFFERENCE } from "../algebra/difference.ts";
import { merge, NO_MASKS, rescaled, type Summary } from "../algebra/figures.ts";
import { type Fold, indexAt } from "../algebra/fold.ts";
import { compileCore } from "../core/core.ts";
import { checkPositions } from "../exhaustive/engine.ts";
import type { FoldPair } from "../questions/sides-apart.ts";
import type { Effort, Run, ThreadOptions } from "../threads/run.ts";
import { masksOf, type Part, tasksOf } from "./plan.ts";
import { DIFFERENCES, SUMMARIES } from "./work.ts";

/** Masks up to which a pool would take longer to start than the sweep to run. */
const ALONE_MAX = 2 ** 24;

/** Runs so far: an engine that is loaded for one run is of no use to another. */
let runs = 0;

/** The tasks of `parts`, with what every one of them carries, and whether they pay for threads. */
function work<P extends Pick<Part, "fold">>(parts: readonly P[], threads: number) {
  const module = compileCore();
  const run = ++runs;
  const total = parts.reduce((sum, part) => sum + masksOf(part), 0);
  const tasks = tasksOf(parts, threads).map(({ part, from, to }) => ({
    ...(parts[part] as P),
    module,
    key: `${run}/${part}`,
    part,
    from,
    to,
  }));
  return { tasks, pays: total > ALONE_MAX };
}

/**
 * The figures of every part, in their order.
 *
 * @throws {RangeError} if a fold is too wide to enumerate, before anything runs; if it has too many
 *   sizes for what is asked.
 * @throws {Error} if a thread died; whatever aborted `signal`.
 */
export async function exhaust(
  parts: readonly Part[],
  options: ThreadOptions,
  runAll: Run,
): Promise<Effort & { readonly answers: readonly Summary[] }> {
  for (const { fold } of parts) checkFold(fold);
  const summaries = parts.map(() => NO_MASKS);
  const folds = parts.map(({ fold, figures }) => ({ fold, figures }));
  const { tasks, pays } = work(folds, options.pool?.threads ?? options.threads);
  const effort = await runAll(
    SUMMARIES,
    tasks,
    (summary, { part, fold }) => {
      // Those of the universe, of which the fold may be a part.
      const placed = rescaled(summary, fold.origin, fold.pairs[0]?.weight ?? 1n);
      summaries[part] = merge(summaries[part] as Summary, placed);
    },
    { ...options, pays },
  );
  return { ...effort, answers: summaries };
}

/** The difference of every pair, in their order; indices are those of the whole universe. @throws as `exhaust`. */
export async function compareAll(
  pairs: readonly FoldPair[],
  options: ThreadOptions,
  runAll: Run,
): Promise<Effort & { readonly answers: readonly Difference[] }> {
  for (const { fold, other } of pairs) {
    checkFold(fold);
    checkFold(other);
  }
  const differences = pairs.map(() => NO_DIFFERENCE);
  const { tasks, pays } = work(pairs, options.pool?.threads ?? options.threads);
  const effort = await runAll(
    DIFFERENCES,
    tasks,
    (difference, { part, fold }) => {
      differences[part] = mergeDifferences(
        differences[part] as Difference,
        placed(difference, fold),
      );
    },
    { ...options, pays },
  );
  return { ...effort, answers: differences };
}

function checkFold(fold: Fold): void {
  checkPositions(fold.pairs.length);
  reachOf(fold);
}

/** `difference`, whose indices count the varying positions of `fold`, by those of its universe. */
function placed(difference: Difference, fold: Fold): Difference {
  const { first, worst } = difference;
  return {
    ...difference,
    first: first === null ? null : indexAt(fold, first),
    worst: worst && { ...worst, index: indexAt(fold, worst.index) },
  };
}
