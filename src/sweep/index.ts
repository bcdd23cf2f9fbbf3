/** The library for Node: sweeps over worker threads. */

export type { Figure } from "../algebra/figures.ts";
export type { DiffWitness, Method } from "../questions/question.ts";
export type { SidesApart } from "../questions/sides-apart.ts";
export type { Progress } from "../threads/progress.ts";
export { type DiffOptions, type DiffReport, diff } from "./diff.ts";
export { createPool, type Pool, type PoolOptions } from "./pool.ts";
export type { Attained, OffsetReport, RuleReport } from "./rule-report.ts";
export { type SweepOptions, type SweepReport, sweep } from "./sweep.ts";
