/** A survey in the calling thread, which yields between its parts: for a page, a worker, a test. */
import {
  checkOptions,
  FLAG,
  type Kind,
  LIST,
  OBJECT,
  someOf,
  type Table,
} from "../../xsave/options.ts";
import type { Processor } from "../../xsave/processor.ts";
import type { KernelVersion } from "../kernel/version.ts";
import { EXTRA_OPERATIONS } from "../model/operations.ts";
import { type SurveyOptions, survey, surveyPlan } from "./survey.ts";
import { mergeParts, nothing, type SurveyPart, type Tally } from "./tally.ts";

const DYNAMIC: Kind = {
  says: 'a mask, a bigint such as 0x40000n, or "each"',
  fits: (value) => typeof value === "bigint" || value === "each",
};

const SURVEY_OPTIONS: Table<SurveyOptions> = {
  legal: FLAG,
  dynamic: DYNAMIC,
  properties: LIST,
  extra: someOf("group of operations", Object.keys(EXTRA_OPERATIONS)),
  bounds: OBJECT,
};

/** How one promise fared over the host masks of a row. */
export interface SurveyedPromise extends Tally {
  readonly name: string;
  readonly id: string;
}

/** A kernel version, with what is dynamic, over the host masks. */
export interface SurveyedKernel extends Omit<SurveyPart, "tallies"> {
  /** Id of the version. */
  readonly kernel: string;
  readonly dynamic: bigint;
  readonly properties: readonly SurveyedPromise[];
}

/**
 * Every host mask of `cpu` on each of `versions`: yields the masks done so far after every 64 of
 * them, and returns one row per version; with `dynamic: "each"`, one per version and component. Who
 * has had enough calls `return()`.
 *
 * @throws {RangeError} if `dynamic` is no user component of `cpu`, or an option has no such value.
 * @throws {TypeError} if an option is of the wrong kind, or there is none of that name.
 */
export function* surveying(
  cpu: Processor,
  versions: readonly KernelVersion[],
  options: SurveyOptions = {},
): Generator<number, readonly SurveyedKernel[]> {
  checkOptions("surveying", options, SURVEY_OPTIONS);
  const { rows, properties, tasks } = surveyPlan(cpu, versions, options);
  const parts = rows.map(() => nothing(properties.length));
  let done = 0;
  for (const task of tasks) {
    parts[task.row] = mergeParts(parts[task.row] as SurveyPart, survey(task));
    done += task.to - task.from;
    yield done;
  }
  return rows.map(({ version, dynamic }, row) => {
    const { tallies, ...part } = parts[row] as SurveyPart;
    return {
      kernel: version.id,
      dynamic,
      ...part,
      properties: properties.map(({ name, id }, p) => ({ name, id, ...(tallies[p] as Tally) })),
    };
  });
}
