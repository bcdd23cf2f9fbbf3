/** "xsweep/linux": the kernel model, for versions and hosts of one's own. Safe in a browser. */
export { CLAIMS, type DecidedClaim, decided } from "./claims/index.ts";
export { type BootOptions, boot, type Configuration } from "./configuration.ts";
export { type KernelNumbers, kernelNumbers } from "./numbers.ts";
export { type KernelProperty, PROPERTIES } from "./properties.ts";
export { type CheckOptions, type CheckReport, check } from "./report.ts";
export { readVersion } from "./variant.ts";
export { type KernelVersion, VERSIONS, version } from "./version.ts";
