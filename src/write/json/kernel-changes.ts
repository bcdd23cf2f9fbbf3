/** The document "xsweep/kernel-changes@1". */
import type { ChangedReport } from "../../linux/changed.ts";

export const kernelChangesJson = (reports: readonly ChangedReport[]): object => ({
  schema: "xsweep/kernel-changes@1",
  from: reports[0]?.from ?? null,
  until: reports[0]?.until ?? null,
  cpus: reports.map(changedReportJson),
});

/** One processor of the document. */
export const changedReportJson = ({ cpu, numbers }: ChangedReport): object => ({ cpu, numbers });
