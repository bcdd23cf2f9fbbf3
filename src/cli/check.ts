/** `xsweep check`: the permission model, on one host mask or on every one. */
import { availableParallelism } from "node:os";
import { BOUNDS, type Bounds } from "../check/search.ts";
import { type CheckReport, checking } from "../linux/check.ts";
import { boot } from "../linux/kernel/configuration.ts";
import type { KernelVersion } from "../linux/kernel/version.ts";
import type { ExtraOperations } from "../linux/model/operations.ts";
import type { KernelProperty } from "../linux/promises/promise.ts";
import { byVersion, surveyReport } from "../linux/survey/report.ts";
import { runSurvey } from "../linux/survey/run.ts";
import { type SurveyOptions, surveyPlan } from "../linux/survey/survey.ts";
import { checksJson, surveyJson } from "../write/json/check.ts";
import { checksText, checkText } from "../write/text/check.ts";
import { surveyText } from "../write/text/survey.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command, ExitCode } from "./command.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import {
  askedOf,
  dynamicOf,
  extraOf,
  hostMaskOf,
  kernelCpu,
  propertiesOf,
} from "./kernel-flags.ts";
import { patient } from "./patient.ts";
import { reporter } from "./progress.ts";
import { naming } from "./resolve.ts";

export const checkCommand: Command = {
  name: "check",
  summary: "the kernel's promises about permissions and buffers, over every sequence of calls",
  flags: [
    "kernelCpu",
    "kernel",
    "property",
    "hostMask",
    "dynamic",
    "ops",
    "everyMask",
    "legal",
    "maxStates",
    "threads",
  ],
  examples: [
    "xsweep check",
    "xsweep check --kernel 6.12",
    "xsweep check --kernel linux-5.18 --host-mask 0x1ee7 --dynamic 6,7 --property buffer-fits",
    "xsweep check --every-mask --legal --dynamic each --property P1 --property B1",
  ],
  async run({ flags, io }) {
    const cpu = await kernelCpu(flags, io);
    const answers = askedOf(flags, io);
    const versions = answers.map(({ version }) => version);
    const asked = answers.map(({ release }) => release);
    const properties = propertiesOf(flags.property);
    const extra = extraOf(flags.ops);
    if (flags.everyMask) return surveyAll(cpu, versions, properties, extra, flags, io);
    if (flags.legal)
      throw new RangeError("--legal chooses among host masks: it needs --every-mask");
    const dynamic = dynamicOf(flags.dynamic, cpu);
    if (dynamic === "each") throw new RangeError("--dynamic each: it needs --every-mask");
    const options = { dynamic, properties, extra, bounds: boundsOf(flags) };
    const reports: CheckReport[] = [];
    for (const { version, release } of answers) {
      const hostMask = hostMaskOf(flags, cpu, release);
      naming("--host-mask", () => boot(cpu, version, { hostMask, dynamic }));
      reports.push(await patient(checking(cpu, version, { ...options, hostMask }), io));
    }
    const [version, report] = [versions[0], reports[0]];
    if (!version || !report) return 0;
    const one = reports.length === 1;
    if (flags.json) io.print(JSON.stringify(checksJson(reports, asked)));
    else {
      io.print(
        one
          ? checkText(cpu, version, report, io.columns, asked[0])
          : checksText(cpu, reports, io, asked),
      );
    }
    return verdictOf(
      reports.flatMap(({ properties }) => properties),
      io,
    );
  },
};

/** Of the search on one host mask. */
const boundsOf = ({ maxStates }: Flags): Bounds => ({
  ...BOUNDS,
  states: maxStates ?? BOUNDS.states,
});

/** 0 only where everything asked for is known to hold: what is undecided is no proof. */
function verdictOf(all: readonly { readonly holds: boolean | null }[], io: Io): ExitCode {
  const undecided = all.filter(({ holds }) => holds === null).length;
  if (undecided > 0) {
    io.note(
      `xsweep: ${undecided} not decided within the bound: raise --max-states or ask for fewer --dynamic`,
    );
  }
  if (all.some(({ holds }) => holds === false)) return 1;
  return undecided === 0 ? 0 : 3;
}

async function surveyAll(
  cpu: Processor,
  versions: readonly KernelVersion[],
  properties: readonly KernelProperty[],
  extra: readonly ExtraOperations[],
  flags: Flags,
  io: Io,
): Promise<ExitCode> {
  if (flags.hostMask !== undefined) {
    throw new RangeError("--host-mask is one mask and --every-mask all of them: choose");
  }
  const options: SurveyOptions = {
    legal: flags.legal ?? false,
    dynamic: dynamicOf(flags.dynamic, cpu),
    properties: properties.map(({ name }) => name),
    extra,
    bounds: boundsOf(flags),
  };
  const plan = surveyPlan(cpu, versions, options);
  const { update, done } = reporter(io);
  try {
    const threads = flags.threads ?? availableParallelism();
    const parts = await runSurvey(plan, { threads, signal: io.signal, onProgress: update });
    done();
    const each = options.dynamic === "each";
    const report = surveyReport(plan, parts, options);
    if (flags.json) io.print(JSON.stringify(surveyJson(report)));
    else {
      const [rows, sums] = byVersion(plan, parts);
      io.print(
        surveyText(cpu, each ? surveyReport(rows, sums, options) : report, each, io.columns),
      );
    }
    return verdictOf(
      report.sweeps.flatMap((row) => row.properties),
      io,
    );
  } finally {
    done();
  }
}
