/** "xsweep/linux": the kernel model, for versions and hosts of one's own. Safe in a browser. */

export type { Observed } from "../rules/rule.ts";
export {
  type BootedKernel,
  type BootedNumbers,
  booted as boot,
  bootedNumbers as kernelNumbers,
  type KernelStage,
  type MaskBuffer,
} from "./booted.ts";
export { type ChangedReport, changedNumbers } from "./changed.ts";
export { type CheckOptions, type CheckReport, check, checking } from "./check.ts";
export { CLAIMS, type DecidedClaim, decided } from "./claims/index.ts";
export type { BootOptions } from "./kernel/configuration.ts";
export { type KernelVersion, NEWEST, VERSIONS, version } from "./kernel/version.ts";
export { readVersion } from "./kernel/version-file.ts";
export { PROPERTIES } from "./promises/index.ts";
export type { KernelProperty } from "./promises/promise.ts";
export {
  assumedManaged,
  type KernelTurn,
  kernelTurned,
  type PromiseTurn,
  whyNoKernel,
} from "./propose/kernels.ts";
export type { SurveyOptions } from "./survey/survey.ts";
export { type SurveyedKernel, type SurveyedPromise, surveying } from "./survey/surveying.ts";
export type { Tally, Witness } from "./survey/tally.ts";
