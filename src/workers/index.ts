/**
 * "xsweep/workers": sweeps and comparisons over Web Workers, for pages and for runtimes that have
 * them. Ranges go by message, no memory is shared. A worker calls `serve()`; a page says how to start
 * one: `sweep(cpu, { start: () => new Worker(url, { type: "module" }) })`.
 */
import type { Rule } from "../rules/rule.ts";
import { type DiffOptions, type DiffReport, diffBy } from "../sweep/diff-by.ts";
import { type SweepOptions, type SweepReport, sweepBy } from "../sweep/sweep-by.ts";
import type { Processor } from "../xsave/processor.ts";
import type { WorkerLike } from "./message.ts";
import { runOn } from "./run-on.ts";

export type { DiffReport } from "../sweep/diff-by.ts";
export type { Attained, OffsetReport, RuleReport } from "../sweep/rule-report.ts";
export type { SweepReport } from "../sweep/sweep-by.ts";
export type { Progress } from "../threads/progress.ts";
export type { EventLike, ScopeLike, WorkerLike } from "./message.ts";
export { serve } from "./serve.ts";

interface Started {
  /** Makes a worker that calls `serve()`; it is ended with the run. */
  readonly start: () => WorkerLike;
}

/** As of "xsweep/sweep", but for a pool: workers last as long as a run. */
export type WorkersSweepOptions = Omit<SweepOptions, "pool"> & Started;
export type WorkersDiffOptions = Omit<DiffOptions, "pool"> & Started;

/** Workers where nothing else is said: one per core that the browser tells of, 2 where it does not. */
const cores = (): number =>
  (globalThis as { navigator?: { hardwareConcurrency?: number } }).navigator?.hardwareConcurrency ??
  2;

const checked = (start: unknown): (() => WorkerLike) => {
  if (typeof start === "function") return start as () => WorkerLike;
  throw new TypeError("start is a function that makes a worker, which calls serve()");
};

/**
 * The figures of every mask of `cpu`, a report a rule.
 *
 * @throws as `sweep` of "xsweep/sweep"; {TypeError} without `start`; {Error} if a worker failed: there
 *   is no partial result.
 */
export async function sweep(
  cpu: Processor,
  { start, ...options }: WorkersSweepOptions,
): Promise<SweepReport> {
  return sweepBy(runOn(checked(start)), cores, cpu, options);
}

/** Where rules `a` and `b` differ on `cpu`. @throws as `sweep`. */
export async function diff(
  cpu: Processor,
  a: Rule | string,
  b: Rule | string,
  { start, ...options }: WorkersDiffOptions,
): Promise<DiffReport> {
  return diffBy(runOn(checked(start)), cores, cpu, a, b, options);
}
