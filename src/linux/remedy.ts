/**
 * What became of a broken promise: the commit after which its trace breaks it no more, or that it is
 * so by design, or neither. A fix is found by playing the trace on each later commit that the model
 * knows; that no other trace breaks the promise there is what `check` of that version says.
 */
import type { Processor } from "../xsave/processor.ts";
import { type BootOptions, boot, type Configuration } from "./kernel/configuration.ts";
import { historyOf, type KernelMoment } from "./kernel/history.ts";
import { since } from "./kernel/release-number.ts";
import { type KernelVersion, NEWEST } from "./kernel/version.ts";
import { kernelModel } from "./kernel-model.ts";
import type { ExtraOperations } from "./model/operations.ts";
import type { TraceStep } from "./model/trace.ts";
import type { KernelProperty, Meant } from "./promises/promise.ts";

/** What became of a broken promise. */
export type Remedy =
  | {
      readonly kind: "fixed";
      /** Null where it was observed and the commit is not known. */
      readonly commit: string | null;
      /** The first release of mainline that has it. */
      readonly release: string;
      /** Earlier releases whose stable branch has it too. */
      readonly stable: readonly string[];
      readonly what: string;
    }
  /** A proposal alone breaks it: the newest released kernel, named here, does not. */
  | { readonly kind: "proposal"; readonly kept: string }
  | ({ readonly kind: "design" } & Meant)
  | { readonly kind: "no fix known" };

/** On one host, as it was checked. */
export interface Checked extends BootOptions {
  readonly hostMask: bigint;
  readonly dynamic: bigint;
}

/** What became of `property`, which `trace` breaks in `version`. */
export function remedyOf(
  cpu: Processor,
  version: KernelVersion,
  property: KernelProperty,
  trace: readonly TraceStep[],
  { sizes: _, ...host }: Checked,
  extra: readonly ExtraOperations[] = [],
): Remedy {
  const breaks = (kernel: KernelVersion): boolean =>
    replayBreaks(boot(cpu, kernel, host), property, trace, extra);
  const left: Remedy = property.meant
    ? { kind: "design", ...property.meant }
    : { kind: "no fix known" };
  const { releases } = version;
  if (!releases) return breaks(NEWEST) ? left : { kind: "proposal", kept: NEWEST.id };
  const { first, commits } = historyOf(cpu);
  let moment: KernelMoment = { ...first, version };
  let fix: Remedy | null = null;
  let broken = true;
  for (const { commit, what, from, stable, to } of commits) {
    // What made the version is in it; what came within its releases is looked at.
    if (from === releases.from || !since(from, releases.from)) continue;
    moment = to(moment);
    const still = breaks(moment.version);
    if (broken && !still) fix = { kind: "fixed", commit, release: from, stable, what };
    broken = still;
  }
  return broken || !fix ? left : fix;
}

/** True if the calls of `trace`, by name, break the property in any state on their way. */
function replayBreaks(
  config: Configuration,
  property: KernelProperty,
  trace: readonly TraceStep[],
  extra: readonly ExtraOperations[],
): boolean {
  const { initial, operations } = kernelModel(config, { extra });
  let state = initial;
  if (!property.holds(config, state)) return true;
  for (const { op } of trace) {
    const outcome = operations.find(({ name }) => name === op)?.call(state);
    // A call that cannot be made there any more ends the trace.
    if (!outcome) return false;
    state = outcome.state;
    if (!property.holds(config, state)) return true;
  }
  return false;
}
