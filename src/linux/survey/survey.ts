/**
 * Every host mask of a processor, for every version: how often each property breaks, where first,
 * and how badly. A plan of tasks, a pure function from a task to a part of the answer, a merge.
 * Checked by test/linux/survey/survey.test.ts against one check per mask.
 */
import { explore } from "../../check/explore.ts";
import { BOUNDS, type Bounds } from "../../check/search.ts";
import { isLegal } from "../../xsave/legality.ts";
import { bit, bitsOf, popcount, subsetAt } from "../../xsave/mask.ts";
import { type Processor, userPart } from "../../xsave/processor.ts";
import { boot, managed, xfdComponents } from "../kernel/configuration.ts";
import { createSizes, type Sizes } from "../kernel/sizes.ts";
import type { KernelVersion } from "../kernel/version.ts";
import { FP_SSE } from "../kernel/xfeatures.ts";
import { kernelModel } from "../kernel-model.ts";
import type { ExtraOperations } from "../model/operations.ts";
import { PROPERTIES } from "../promises/index.ts";
import type { KernelProperty } from "../promises/promise.ts";
import { mergeParts, nothing, type SurveyPart, type Tally, UNBROKEN } from "./tally.ts";

export interface SurveyOptions {
  /** Only masks whose user part is a legal XCR0. */
  readonly legal?: boolean;
  /** Components that need permission, or every single user component in turn. */
  readonly dynamic?: bigint | "each";
  /** Names of the properties to judge. */
  readonly properties?: readonly string[];
  readonly extra?: readonly ExtraOperations[];
  /** Of the search on each host mask; those of the checker unless it says otherwise. */
  readonly bounds?: Bounds;
}

/** Subsets [from, to) of `universe`, x87 and SSE beside, on one version. */
export interface SurveyTask {
  /** Which row of the answer it belongs to. */
  readonly row: number;
  readonly cpu: Processor;
  readonly version: KernelVersion;
  readonly dynamic: bigint;
  readonly universe: bigint;
  /** Always present, beside x87 and SSE. */
  readonly fixed: bigint;
  readonly from: number;
  readonly to: number;
  readonly legal: boolean;
  readonly properties: readonly string[];
  readonly extra: readonly ExtraOperations[];
  readonly bounds: Bounds;
}

/** A version with what is dynamic: one row of the answer. */
export interface SurveyRow {
  readonly version: KernelVersion;
  readonly dynamic: bigint;
}

export interface SurveyPlan {
  readonly cpu: Processor;
  /** What varies: every component of `cpu` that some version manages, without x87 and SSE. */
  readonly universe: bigint;
  readonly rows: readonly SurveyRow[];
  readonly properties: readonly KernelProperty[];
  readonly tasks: readonly SurveyTask[];
}

/** Host masks a task: some 0.1 s of work (measured), so that threads end together. */
const TASK_MASKS = 64;

/** Everything there is to do, in tasks. @throws {RangeError} if `dynamic` is no user component. */
export function surveyPlan(
  cpu: Processor,
  versions: readonly KernelVersion[],
  options: SurveyOptions = {},
): SurveyPlan {
  const { legal = false, dynamic = xfdComponents(cpu), extra = [], bounds = BOUNDS } = options;
  const universe = managed(cpu) & ~BigInt(FP_SSE);
  const each = dynamic === "each";
  const users = bitsOf(userPart(cpu, universe)).map(bit);
  const rows = versions.flatMap((version) =>
    (each ? users : [dynamic]).map((mask) => ({ version, dynamic: mask })),
  );
  const names = options.properties ?? PROPERTIES.map(({ name }) => name);
  const tasks = rows.flatMap((row, index) => {
    boot(cpu, row.version, { dynamic: row.dynamic });
    // A mask without the one component made dynamic says nothing about it.
    const fixed = each ? row.dynamic : 0n;
    const varying = universe & ~fixed;
    const total = 2 ** popcount(varying);
    return Array.from({ length: Math.ceil(total / TASK_MASKS) }, (_, i) => ({
      row: index,
      cpu,
      ...row,
      universe: varying,
      fixed,
      from: i * TASK_MASKS,
      to: Math.min(total, (i + 1) * TASK_MASKS),
      legal,
      properties: names,
      extra,
      bounds,
    }));
  });
  const properties = PROPERTIES.filter(({ name }) => names.includes(name));
  return { cpu, universe, rows, properties, tasks };
}

/** Host masks of `task`, ascending, legal ones only where it asks for them. */
function* hostMasksOf(task: SurveyTask): Generator<bigint> {
  for (let i = task.from; i < task.to; i++) {
    const mask = subsetAt(task.universe, BigInt(i)) | task.fixed | BigInt(FP_SSE);
    if (!task.legal || isLegal(task.cpu, mask)) yield mask;
  }
}

/** What the checker says on every mask of `task`. */
export function survey(task: SurveyTask): SurveyPart {
  const { cpu, version, dynamic, extra } = task;
  const properties = PROPERTIES.filter(({ name }) => task.properties.includes(name));
  const sizes: Sizes = createSizes(cpu, version);
  let part = nothing(properties.length);
  for (const hostMask of hostMasksOf(task)) {
    const config = boot(cpu, version, { hostMask, dynamic, sizes });
    const { states, transitions, complete, findings } = explore(
      kernelModel(config, { extra, properties }),
      task.bounds,
    );
    const tallies = findings.map(({ holds, discovery }, p): Tally => {
      if (!discovery) return { ...UNBROKEN, undecided: holds === null ? 1 : 0 };
      const steps = { hostMask, dynamic, value: discovery.trace.length };
      const shortfall = discovery.worst?.shortfall;
      return {
        breaks: 1,
        hidden: properties[p]?.comparesMasks && shortfall === 0 ? 1 : 0,
        undecided: 0,
        lowest: steps,
        shortest: steps,
        worst: shortfall === undefined ? null : { hostMask, dynamic, value: shortfall },
      };
    });
    part = mergeParts(part, { masks: 1, bounded: complete ? 0 : 1, states, transitions, tallies });
  }
  return part;
}
