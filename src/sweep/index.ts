/** The library for Node: sweeps over worker threads. */

export type { Figure } from "../rules/figures.ts";
export { type DiffOptions, type DiffReport, type DiffWitness, diff } from "./diff.ts";
export type { Progress } from "./progress.ts";
export type { Attained, OffsetReport, RuleReport } from "./report.ts";
export { type Method, type SweepOptions, type SweepReport, sweep } from "./sweep.ts";
