/** The document "xsweep/sweep@1". */
import type { Attained, RuleReport } from "../../sweep/rule-report.ts";
import type { SweepReport } from "../../sweep/sweep.ts";
import { hex } from "../../xsave/mask.ts";

const attainedJson = ({ size, mask }: Attained) => ({ size, mask: hex(mask) });

const ruleJson = (report: RuleReport) => ({
  rule: report.rule,
  format: report.format,
  universe: hex(report.universe),
  fixed: hex(report.fixed),
  ...(report.legal ? { legal: true } : {}),
  masks: `${report.masks}`,
  ...(report.min ? { min: attainedJson(report.min) } : {}),
  ...(report.max ? { max: attainedJson(report.max) } : {}),
  ...(report.sum === undefined ? {} : { sum: `${report.sum}` }),
  ...(report.distinct === undefined ? {} : { distinct: report.distinct }),
  ...(report.checksum === undefined
    ? {}
    : { checksum: `0x${report.checksum.toString(16).padStart(16, "0")}` }),
  ...(report.histogram
    ? { histogram: report.histogram.map(([size, count]) => [size, `${count}`]) }
    : {}),
  ...(report.offsets ? { offsets: report.offsets } : {}),
});

export const sweepJson = (report: SweepReport): object => ({
  schema: "xsweep/sweep@1",
  cpu: report.cpu,
  ...(report.hypothetical ? { hypothetical: true } : {}),
  method: report.method,
  threads: report.threads,
  seconds: report.seconds,
  masksPerSecond: report.masksPerSecond,
  ...(report.agree === undefined ? {} : { agree: report.agree }),
  rules: report.rules.map(ruleJson),
});

/** The document of `--cpu all`. */
export const sweepsJson = (reports: readonly SweepReport[]): object => ({
  schema: "xsweep/sweep@1",
  sweeps: reports.map(sweepJson),
});
