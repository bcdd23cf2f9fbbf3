/** A survey over worker threads, and its answer with traces: Node only. */
import { createPool } from "../../threads/pool.ts";
import { type Progress, progressOf } from "../../threads/progress.ts";
import { type SurveyPlan, type SurveyTask, survey } from "./survey.ts";
import { mergeParts, nothing, type SurveyPart } from "./tally.ts";

/** src and dist lie equally deep, so this finds the built worker from either. */
const WORKER = new URL("../../../dist/linux/survey/worker.js", import.meta.url);

/** Tasks up to which threads would take longer to start than the work. */
const ALONE_MAX = 2;

export interface SurveyRunOptions {
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * One part a row of `plan`, every task of it done.
 *
 * @throws {Error} if a thread died; whatever aborted `signal`.
 */
export async function runSurvey(
  { rows, properties, tasks }: SurveyPlan,
  { threads, signal, onProgress }: SurveyRunOptions,
): Promise<readonly SurveyPart[]> {
  const parts = rows.map(() => nothing(properties.length));
  const total = tasks.reduce((sum, { from, to }) => sum + to - from, 0);
  const advance = progressOf(total, onProgress);
  const take = (part: SurveyPart, { row, from, to }: SurveyTask) => {
    parts[row] = mergeParts(parts[row] as SurveyPart, part);
    advance(to - from);
  };
  if (threads === 1 || tasks.length <= ALONE_MAX) {
    for (const task of tasks) {
      signal?.throwIfAborted();
      take(survey(task), task);
      // Ctrl-C is heard only between turns of the loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return parts;
  }
  const pool = await createPool(WORKER, threads);
  try {
    await pool.run<SurveyTask, SurveyPart>(tasks, take, signal);
  } finally {
    await pool.close();
  }
  return parts;
}
