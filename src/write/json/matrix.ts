/** The document "xsweep/matrix@1". */
import type { DiffReport } from "../../sweep/diff.ts";
import type { MatrixRow } from "../../sweep/matrix.ts";
import { diffJson } from "./diff.ts";

/** What the processors of a row come to together. */
export const sum = (
  reports: readonly DiffReport[],
  count: (report: DiffReport) => bigint,
): bigint => reports.reduce((total, report) => total + count(report), 0n);

/** A rule on every processor. */
export const matrixRowJson = ({ rule, reports, refused }: MatrixRow): object => ({
  rule: rule.id,
  stands: rule.stands,
  masks: `${sum(reports, ({ masks }) => masks)}`,
  differ: `${sum(reports, ({ differ }) => differ)}`,
  refused,
  diffs: reports.map((report) => diffJson(report)),
});

export const matrixJson = (rows: readonly MatrixRow[]): object => ({
  schema: "xsweep/matrix@1",
  rows: rows.map(matrixRowJson),
});
