/** The document "xsweep/check@1": one version, versions side by side, or a survey of host masks. */
import type { CheckReport } from "../../linux/check.ts";
import type { SurveyReport } from "../../linux/survey/report.ts";
import { hex } from "../../xsave/mask.ts";

const schema = "xsweep/check@1";

const checkJson = ({ cpu, hostMask, dynamic, ...rest }: CheckReport): object => ({
  schema,
  cpu,
  hostMask: hex(hostMask),
  dynamic: hex(dynamic),
  ...rest,
});

/** One version is the document itself. */
export const checksJson = (reports: readonly CheckReport[]): object =>
  reports.length === 1
    ? checkJson(reports[0] as CheckReport)
    : { schema, checks: reports.map(checkJson) };

export const surveyJson = (report: SurveyReport): object => ({ schema, ...report });
