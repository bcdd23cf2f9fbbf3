/** What the checker says about one kernel on one host mask. */
import { exploring, finish } from "../check/explore.ts";
import type { Bounds, Exploration, PropertyFinding } from "../check/search.ts";
import type { Observed } from "../rules/rule.ts";
import { checkOptions, OBJECT, type Table } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import {
  BOOT_OPTIONS,
  type BootOptions,
  boot,
  type Configuration,
  managed,
  xfdComponents,
} from "./kernel/configuration.ts";
import type { KernelVersion } from "./kernel/version.ts";
import { kernelModel, MODEL_OPTIONS, type ModelOptions } from "./kernel-model.ts";
import type { Process } from "./model/process.ts";
import { type TraceStep, traceStep } from "./model/trace.ts";
import { PROPERTIES } from "./promises/index.ts";
import type { KernelProperty } from "./promises/promise.ts";
import { type Remedy, remedyOf } from "./remedy.ts";

/** With what running kernels answered, where one was asked. */
export interface PropertyReport extends Partial<Observed> {
  readonly name: string;
  readonly id: string;
  readonly protects: string;
  readonly source: string;
  /** Null where a bound was met before it was decided. */
  readonly holds: boolean | null;
  /** Operations in the shortest trace, 0 if it is broken from the start; null where it holds. */
  readonly steps: number | null;
  readonly trace: readonly TraceStep[];
  /** The numbers of the first state that breaks it; null where it holds. */
  readonly detail: string | null;
  /** The numbers of the worst state, where it is not the first. */
  readonly worst: string | null;
  /** Bytes missing in the worst of all states that break it; null where it is not about bytes. */
  readonly shortfall: number | null;
  /** Masks differ and sizes do not, in every state that breaks it. */
  readonly hidden: boolean;
  /** What became of it, where it is broken. */
  readonly remedy: Remedy | null;
}

/** How many promises hold, are broken, are undecided. */
export interface PromiseCount {
  readonly promises: number;
  readonly hold: number;
  readonly broken: number;
  readonly undecided: number;
}

export interface CheckReport {
  readonly cpu: string;
  readonly hostMask: bigint;
  readonly dynamic: bigint;
  readonly kernel: string;
  readonly states: number;
  readonly transitions: number;
  /** False: a bound was met, and what is not broken is not proved either. */
  readonly complete: boolean;
  readonly verdict: PromiseCount;
  readonly properties: readonly PropertyReport[];
}

export interface CheckOptions extends BootOptions, ModelOptions {
  /** Where the search gives up; a bound that is left out is as the checker has it. */
  readonly bounds?: Partial<Bounds>;
}

const CHECK_OPTIONS: Table<CheckOptions> = {
  ...BOOT_OPTIONS,
  ...MODEL_OPTIONS,
  bounds: OBJECT,
};

/** Every property of `version` on `cpu`, over every sequence of operations. */
export const check = (
  cpu: Processor,
  version: KernelVersion,
  options: CheckOptions = {},
): CheckReport => finish(checking(cpu, version, options));

/** The same check, which yields the number of states now and then, so that it can be given up. */
export function* checking(
  cpu: Processor,
  version: KernelVersion,
  options: CheckOptions = {},
): Generator<number, CheckReport> {
  checkOptions("check", options, CHECK_OPTIONS);
  const { bounds, extra, properties = PROPERTIES, ...asked } = options;
  const { hostMask = managed(cpu), dynamic = xfdComponents(cpu) } = asked;
  const config = boot(cpu, version, { ...asked, hostMask, dynamic });
  const explored: Exploration<Process> = yield* exploring(
    kernelModel(config, { properties, ...(extra ? { extra } : {}) }),
    bounds,
  );
  const checked = { ...asked, hostMask, dynamic };
  const remedies = (property: KernelProperty, trace: readonly TraceStep[]) =>
    remedyOf(cpu, version, property, trace, checked, extra);
  return {
    cpu: cpu.id,
    hostMask,
    dynamic,
    kernel: version.id,
    states: explored.states,
    transitions: explored.transitions,
    complete: explored.complete,
    verdict: promiseCount(explored.findings),
    properties: explored.findings.map((finding, p) =>
      propertyReport(config, properties[p] as KernelProperty, finding, remedies),
    ),
  };
}

/** The verdict over promises that hold, are broken (false), or are undecided (null). */
export function promiseCount(
  findings: readonly { readonly holds: boolean | null }[],
): PromiseCount {
  const counted = (holds: boolean | null) => findings.filter((one) => one.holds === holds).length;
  return {
    promises: findings.length,
    hold: counted(true),
    broken: counted(false),
    undecided: counted(null),
  };
}

function propertyReport(
  config: Configuration,
  property: KernelProperty,
  { holds, discovery }: PropertyFinding<Process>,
  remedies: (property: KernelProperty, trace: readonly TraceStep[]) => Remedy,
): PropertyReport {
  const { name, id, protects, source, detail, comparesMasks, observed } = property;
  const trace = discovery?.trace.map(traceStep) ?? [];
  const shortfall = discovery?.worst?.shortfall ?? null;
  const first = discovery && detail(config, discovery.state);
  const worst = discovery?.worst ? detail(config, discovery.worst.state) : null;
  return {
    name,
    id,
    protects,
    source,
    holds,
    steps: discovery?.trace.length ?? null,
    trace,
    detail: first,
    worst: worst === first ? null : worst,
    shortfall,
    hidden: comparesMasks === true && shortfall === 0,
    remedy: holds === false ? remedies(property, trace) : null,
    ...observed,
  };
}
