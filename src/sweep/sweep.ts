/** `sweep` over worker threads of Node. */
import { availableParallelism } from "node:os";
import { evaluate } from "../threads/evaluate.ts";
import type { Processor } from "../xsave/processor.ts";
import { type SweepOptions, type SweepReport, sweepBy } from "./sweep-by.ts";

export type { SweepOptions, SweepReport } from "./sweep-by.ts";

/**
 * The figures of every mask of `cpu`, a report a rule.
 *
 * @throws {RangeError} on an unknown rule, mask bit or figure, a universe wider than the engine
 *   takes, or a rule that is no fold of steps.
 * @throws {TypeError} if an option is of the wrong kind, or there is none of that name.
 * @throws {Error} if a worker thread died. Whatever aborted the signal.
 */
export const sweep = (cpu: Processor, options: SweepOptions = {}): Promise<SweepReport> =>
  sweepBy(evaluate, availableParallelism, cpu, options);
