/** What a survey found, with the traces of its witnesses. */
import { hex } from "../../xsave/mask.ts";
import type { Processor } from "../../xsave/processor.ts";
import { check } from "../check.ts";
import type { KernelVersion } from "../kernel/version.ts";
import type { TraceStep } from "../model/trace.ts";
import type { Remedy } from "../remedy.ts";
import type { SurveyOptions, SurveyPlan } from "./survey.ts";
import { mergeParts, nothing, type SurveyPart, type Tally, type Witness } from "./tally.ts";

/** A host mask that breaks a property, with the shortest trace on it. */
export interface WitnessReport {
  readonly hostMask: string;
  readonly dynamic: string;
  readonly steps: number;
  readonly trace: readonly TraceStep[];
  readonly detail: string;
  /** What became of the promise, as this trace breaks it. */
  readonly remedy: Remedy | null;
}

export interface TallyReport {
  readonly name: string;
  readonly id: string;
  /** Null where a bound was met on some mask and it broke on none. */
  readonly holds: boolean | null;
  /** Host masks on which it breaks. */
  readonly breaks: number;
  /** Of these, the ones whose masks differ and whose sizes do not. */
  readonly hidden: number;
  readonly undecided: number;
  readonly lowest: WitnessReport | null;
  readonly shortest: WitnessReport | null;
  /** Bytes missing in the worst state, on the lowest mask that has one so bad. */
  readonly worst: {
    readonly hostMask: string;
    readonly dynamic: string;
    readonly shortfall: number;
  } | null;
}

export interface RowReport {
  readonly kernel: string;
  readonly dynamic: string;
  /** Host masks checked. */
  readonly masks: number;
  /** Summed over the masks. */
  readonly states: number;
  readonly transitions: number;
  readonly complete: boolean;
  readonly properties: readonly TallyReport[];
}

export interface SurveyReport {
  readonly cpu: string;
  /** The components that vary; x87 and SSE are always there. */
  readonly universe: string;
  readonly legal: boolean;
  readonly masks: number;
  readonly sweeps: readonly RowReport[];
}

/** The rows of one version added up, whatever was dynamic in each: one row per version. */
export function byVersion(
  plan: SurveyPlan,
  parts: readonly SurveyPart[],
): readonly [SurveyPlan, SurveyPart[]] {
  const versions = [...new Set(plan.rows.map(({ version }) => version))];
  const sums = versions.map((version) =>
    parts
      .filter((_, row) => plan.rows[row]?.version === version)
      .reduce(mergeParts, nothing(plan.properties.length)),
  );
  const dynamic = plan.rows.reduce((mask, row) => mask | row.dynamic, 0n);
  return [{ ...plan, rows: versions.map((version) => ({ version, dynamic })) }, sums];
}

/** The document of a survey that is done. */
export function surveyReport(
  plan: SurveyPlan,
  parts: readonly SurveyPart[],
  options: SurveyOptions,
): SurveyReport {
  const sweeps = plan.rows.map(({ version, dynamic }, row): RowReport => {
    const { masks = 0, bounded = 0, states = 0, transitions = 0, tallies = [] } = parts[row] ?? {};
    return {
      kernel: version.id,
      dynamic: hex(dynamic),
      masks,
      states,
      transitions,
      complete: bounded === 0,
      properties: tallies.map((tally, p) => {
        const { name = "", id = "" } = plan.properties[p] ?? {};
        return { name, id, ...tallyReport(plan.cpu, version, name, tally, options) };
      }),
    };
  });
  return {
    cpu: plan.cpu.id,
    universe: hex(plan.universe),
    legal: options.legal ?? false,
    masks: sweeps.reduce((sum, { masks }) => sum + masks, 0),
    sweeps,
  };
}

function tallyReport(
  cpu: Processor,
  version: KernelVersion,
  property: string,
  { breaks, hidden, undecided, lowest, shortest, worst }: Tally,
  { extra = [] }: SurveyOptions,
): Omit<TallyReport, "name" | "id"> {
  // The threads sent masks and numbers only: the few traces that are shown are made again here.
  const traced = (witness: Witness | null): WitnessReport | null => {
    if (!witness) return null;
    const { hostMask, dynamic } = witness;
    const found = check(cpu, version, { hostMask, dynamic, extra }).properties.find(
      ({ name }) => name === property,
    );
    const { steps, trace = [], detail, remedy = null } = found ?? {};
    return {
      hostMask: hex(hostMask),
      dynamic: hex(dynamic),
      steps: steps ?? 0,
      trace,
      detail: detail ?? "",
      remedy,
    };
  };
  const low = traced(lowest);
  const same = lowest?.hostMask === shortest?.hostMask && lowest?.dynamic === shortest?.dynamic;
  return {
    holds: breaks > 0 ? false : undecided > 0 ? null : true,
    breaks,
    hidden,
    undecided,
    lowest: low,
    shortest: same ? low : traced(shortest),
    worst: worst && {
      hostMask: hex(worst.hostMask),
      dynamic: hex(worst.dynamic),
      shortfall: worst.value,
    },
  };
}
