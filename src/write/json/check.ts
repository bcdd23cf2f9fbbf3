/** The document "xsweep/check@1": one version, versions side by side, or a survey of host masks. */
import type { CheckReport } from "../../linux/check.ts";
import type { SurveyReport } from "../../linux/survey/report.ts";
import { hex } from "../../xsave/mask.ts";

const schema = "xsweep/check@1";

/** The releases that were asked for, one per report; null where an id or a file was. */
type Asked = readonly (string | null)[];

const checkJson = (
  { cpu, hostMask, dynamic, kernel, ...rest }: CheckReport,
  asked: string | null = null,
): object => ({
  schema,
  cpu,
  hostMask: hex(hostMask),
  dynamic: hex(dynamic),
  kernel,
  asked,
  ...rest,
});

/** One version is the document itself. */
export const checksJson = (reports: readonly CheckReport[], asked: Asked = []): object => {
  const checks = reports.map((report, i) => checkJson(report, asked[i]));
  return checks.length === 1 ? (checks[0] as object) : { schema, checks };
};

export const surveyJson = (report: SurveyReport): object => ({ schema, ...report });
