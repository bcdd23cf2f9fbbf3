/** `diff` over worker threads of Node. */
import { availableParallelism } from "node:os";
import type { Question, Side } from "../questions/question.ts";
import type { Rule } from "../rules/rule.ts";
import { evaluate } from "../threads/evaluate.ts";
import type { Processor } from "../xsave/processor.ts";
import { type DiffOptions, type DiffReport, diffBy, sidesBy } from "./diff-by.ts";

export { DIFF_OPTIONS, type DiffOptions, type DiffReport } from "./diff-by.ts";

/**
 * Where rules `a` and `b` differ on `cpu`.
 *
 * @throws {RangeError} on an unknown rule or mask bit, a universe wider than the engine takes, a
 *   mask outside the domain, or a rule that is no fold of steps.
 * @throws {Error} if a worker thread died. Whatever aborted the signal.
 */
export const diff = (
  cpu: Processor,
  a: Rule | string,
  b: Rule | string,
  options: DiffOptions = {},
): Promise<DiffReport> => diffBy(evaluate, availableParallelism, cpu, a, b, options);

/** Where two sides differ on `question`, whose components both have. @throws as `diff`. */
export const diffSides = (
  a: Side,
  b: Side,
  question: Question,
  options: DiffOptions,
): Promise<DiffReport> => sidesBy(evaluate, availableParallelism, a, b, question, options);
