/** The document "xsweep/limits@1". */
import { type LimitReport, type Needed, slackOf } from "../../questions/limits.ts";
import type { Limit } from "../../rules/limits.ts";
import { hex } from "../../xsave/mask.ts";

const neededJson = ({ mask, bytes }: Needed): object => ({ mask: hex(mask), size: bytes });

/** A limit as every document has it; `bytes` is null where each processor has its own. */
export const limitJson = ({ components, bytesOn, ...limit }: Limit): object => ({
  ...limit,
  components: components === null ? null : hex(components),
});

/** A limit with what becomes of it on each processor. */
export const limitReportJson = ({ limit, processors }: LimitReport): object => ({
  ...limitJson(limit),
  processors: processors.map((one) => ({
    cpu: one.cpu,
    ...(one.hypothetical ? { hypothetical: true } : {}),
    ...(limit.bytes === null ? { bytes: one.bytes } : {}),
    legal: `${one.legal}`,
    overflow: `${one.overflow}`,
    first: one.first && neededJson(one.first),
    worst: neededJson(one.worst),
    slack: slackOf(one),
  })),
});

export const limitsJson = (reports: readonly LimitReport[]): object => ({
  schema: "xsweep/limits@1",
  limits: reports.map(limitReportJson),
});
