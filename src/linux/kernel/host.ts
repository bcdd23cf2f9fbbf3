/**
 * What a release takes of a host: which xfeatures it manages, in which format its buffers are. That
 * is no field of a version, because it changed within their ranges.
 */
import { APX, CET_U, PASID } from "../../rules/linux-masks.ts";
import type { Format } from "../../xsave/component.ts";
import { featuresOf, hasCompaction, hasXsaves } from "../../xsave/features.ts";
import { enumerated, type Processor } from "../../xsave/processor.ts";
import { managed } from "./configuration.ts";
import { since } from "./release-number.ts";

/** A commit from which on Linux manages an xfeature that it left alone before. */
export interface Managed {
  readonly mask: bigint;
  readonly commit: string;
  readonly from: string;
  readonly what: string;
}

/** CET_S is not here: where it goes is a field of each version, `guestOnly`. */
export const MANAGED_SINCE: readonly Managed[] = [
  { mask: PASID, commit: "7c1ef59145f1", from: "5.18", what: "manages PASID again" },
  { mask: CET_U, commit: "8970ef027b21", from: "6.6", what: "manages CET_U" },
  { mask: APX, commit: "50c5b071e283", from: "6.16", what: "manages APX" },
];

/** Before it, buffers were compacted with XSAVES only. */
export const XSAVEC_SINCE = {
  commit: "8ad7e8f69695",
  from: "5.19",
  what: "uses the compacted format with XSAVEC alone",
} as const;

/** What `release` ("6.12") manages of `cpu`; of every release together where it is null. */
export const managedIn = (cpu: Processor, release: string | null): bigint =>
  MANAGED_SINCE.reduce(
    (mask, { mask: late, from }) =>
      release === null || since(release, from) ? mask : mask & ~late,
    managed(cpu),
  );

/** What `cpu` has and `release` leaves alone; what every release does where it is null. */
export const unmanagedIn = (cpu: Processor, release: string | null): bigint =>
  enumerated(cpu) & ~managedIn(cpu, release);

/** The format of the kernel's buffers on `cpu` in `release`; in the newest where it is null. */
export function formatIn(cpu: Processor, release: string | null): Format {
  const features = featuresOf(cpu);
  const early = release !== null && !since(release, XSAVEC_SINCE.from);
  const compacted = early ? hasXsaves(features) : hasCompaction(features);
  return compacted ? "compacted" : "standard";
}
