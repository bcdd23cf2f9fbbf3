/** The library for Node: sweeps over worker threads. */

export type { Figure } from "../algebra/figures.ts";
export type { Progress } from "../threads/progress.ts";
export { type DiffOptions, type DiffReport, type DiffWitness, diff } from "./diff.ts";
export type { Attained, OffsetReport, RuleReport } from "./rule-report.ts";
export { type Method, type SweepOptions, type SweepReport, sweep } from "./sweep.ts";
