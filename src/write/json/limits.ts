/** The document "xsweep/limits@1". */
import type { LimitReport, Needed } from "../../questions/limits.ts";
import { hex } from "../../xsave/mask.ts";

const neededJson = ({ mask, bytes }: Needed): object => ({ mask: hex(mask), size: bytes });

/** A limit in a line. */
export const limitJson = ({ limit, processors }: LimitReport): object => ({
  ...limit,
  processors: processors.map(({ cpu, hypothetical, legal, overflow, first, worst }) => ({
    cpu,
    ...(hypothetical ? { hypothetical: true } : {}),
    legal: `${legal}`,
    overflow: `${overflow}`,
    first: first && neededJson(first),
    worst: neededJson(worst),
    slack: limit.bytes - worst.bytes,
  })),
});

export const limitsJson = (reports: readonly LimitReport[]): object => ({
  schema: "xsweep/limits@1",
  limits: reports.map(limitJson),
});
