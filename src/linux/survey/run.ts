/** A survey over worker threads, and its answer with traces: Node only. */
import { evaluate } from "../../threads/evaluate.ts";
import type { ThreadOptions, Work } from "../../threads/run.ts";
import { type SurveyPlan, type SurveyTask, survey } from "./survey.ts";
import { mergeParts, nothing, type SurveyPart } from "./tally.ts";

const SURVEY: Work<SurveyTask, SurveyPart> = {
  perform: survey,
  module: "linux/survey/worker.js",
};

/** Tasks up to which threads would take longer to start than the work. */
const ALONE_MAX = 2;

/**
 * One part a row of `plan`, every task of it done.
 *
 * @throws {Error} if a thread died; whatever aborted the signal.
 */
export async function runSurvey(
  { rows, properties, tasks }: SurveyPlan,
  options: ThreadOptions,
): Promise<readonly SurveyPart[]> {
  const parts = rows.map(() => nothing(properties.length));
  const take = (part: SurveyPart, { row }: SurveyTask) => {
    parts[row] = mergeParts(parts[row] as SurveyPart, part);
  };
  const pays = options.threads > 1 && tasks.length > ALONE_MAX;
  await evaluate(SURVEY, tasks, take, { ...options, pays });
  return parts;
}
