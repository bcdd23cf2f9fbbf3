/** `xsweep check`: the permission model, on one host mask or on every one. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { processor } from "../catalogue/index.ts";
import { BOUNDS } from "../check/search.ts";
import { managed, xfdComponents } from "../linux/configuration.ts";
import { EXTRA_OPERATIONS, type ExtraOperations } from "../linux/operations.ts";
import { type KernelProperty, PROPERTIES } from "../linux/properties.ts";
import { check } from "../linux/report.ts";
import { type SurveyOptions, surveyPlan } from "../linux/survey.ts";
import { byVersion, surveyReport } from "../linux/survey-report.ts";
import { runSurvey } from "../linux/survey-run.ts";
import { readVersion } from "../linux/variant.ts";
import { type KernelVersion, VERSIONS } from "../linux/version.ts";
import { checksText, checkText } from "../write/check-text.ts";
import { surveyText } from "../write/survey-text.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command, ExitCode } from "./command.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { reporter } from "./progress.ts";
import { byId, cpuOf, didYouMean, maskOf, naming, reasonOf } from "./resolve.ts";

/** The processor of the seed mail: the model is about nothing that needs AMX, but that is. */
const DEFAULT_CPU = "sapphire-rapids";

export const checkCommand: Command = {
  name: "check",
  summary: "the kernel's promises about permissions and buffers, over every sequence of calls",
  flags: [
    "cpu",
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
    "xsweep check --kernel linux-5.18 --host-mask 0x1ee7 --dynamic 6,7 --property buffer-fits",
    "xsweep check --every-mask --legal --dynamic each --property P1 --property B1",
  ],
  async run({ flags, io }) {
    const cpu = await kernelCpu(flags, io);
    const versions = versionsOf(flags);
    const properties = propertiesOf(flags.property);
    const extra = extraOf(flags.ops);
    if (flags.everyMask) return surveyAll(cpu, versions, properties, extra, flags, io);
    if (flags.legal)
      throw new RangeError("--legal chooses among host masks: it needs --every-mask");
    const hostMask = hostMaskOf(flags, cpu);
    const dynamic = dynamicOf(flags.dynamic, cpu);
    if (dynamic === "each") throw new RangeError("--dynamic each: it needs --every-mask");
    const bounds = { ...BOUNDS, states: flags.maxStates ?? BOUNDS.states };
    const reports = versions.map((version) =>
      naming("--host-mask", () =>
        check(cpu, version, { hostMask, dynamic, properties, extra, bounds }),
      ),
    );
    const [version, report] = [versions[0], reports[0]];
    if (!version || !report) return 0;
    const one = reports.length === 1;
    if (flags.json) {
      const checks = { schema: "xsweep/check@1", checks: reports };
      io.print(JSON.stringify(one ? report : checks));
    } else {
      io.print(
        one ? checkText(cpu, version, report, io.columns) : checksText(cpu, reports, io.columns),
      );
    }
    const found = reports.some((r) => r.properties.some(({ holds }) => holds === false));
    return found ? 1 : 0;
  },
};

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
  if (flags.maxStates !== undefined) {
    throw new RangeError("--max-states bounds the search on one --host-mask, not a survey");
  }
  const options: SurveyOptions = {
    legal: flags.legal ?? false,
    dynamic: dynamicOf(flags.dynamic, cpu),
    properties: properties.map(({ name }) => name),
    extra,
  };
  const plan = surveyPlan(cpu, versions, options);
  const { update, done } = reporter(io);
  try {
    const threads = flags.threads ?? availableParallelism();
    const parts = await runSurvey(plan, { threads, signal: io.signal, onProgress: update });
    done();
    const each = options.dynamic === "each";
    const report = surveyReport(plan, parts, options);
    if (flags.json) io.print(JSON.stringify(report));
    else {
      const [rows, sums] = byVersion(plan, parts);
      io.print(
        surveyText(cpu, each ? surveyReport(rows, sums, options) : report, each, io.columns),
      );
    }
    const broken = report.sweeps.some((row) => row.properties.some(({ holds }) => holds === false));
    return broken ? 1 : 0;
  } finally {
    done();
  }
}

/** The processor of --cpu, or Sapphire Rapids. */
export const kernelCpu = async (flags: Flags, io: Io): Promise<Processor> =>
  flags.cpu ? await cpuOf(flags, io) : processor(DEFAULT_CPU);

/** The versions of --kernel, each a known one or a file; all where none is named. */
export const versionsOf = ({ kernel }: Flags): readonly KernelVersion[] =>
  kernel ? kernel.map(versionOf) : VERSIONS;

function versionOf(text: string): KernelVersion {
  const known = VERSIONS.find(({ id }) => id === text);
  if (known) return known;
  let file: string;
  try {
    file = readFileSync(text, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !/[/\\]|\.json$/.test(text)) return byId("--kernel", text, VERSIONS);
    throw new RangeError(`--kernel: ${text}: ${reasonOf(code)}`);
  }
  return naming(`--kernel ${text}`, () => readVersion(file));
}

/** --host-mask, or everything of `cpu` that some version manages. */
export const hostMaskOf = ({ hostMask }: Flags, cpu: Processor): bigint =>
  hostMask === undefined ? managed(cpu) : maskOf("--host-mask", hostMask, cpu);

/** --dynamic, or every component under XFD. */
export function dynamicOf(text: string | undefined, cpu: Processor): bigint | "each" {
  if (text === "each") return "each";
  return text === undefined ? xfdComponents(cpu) : maskOf("--dynamic", text, cpu);
}

function propertiesOf(words: readonly string[] | undefined): readonly KernelProperty[] {
  if (!words) return PROPERTIES;
  const wanted = words.map((word) => {
    const lower = word.toLowerCase();
    const found = PROPERTIES.find(({ name, id }) => name === lower || id.toLowerCase() === lower);
    if (found) return found;
    const names = PROPERTIES.map(({ name }) => name);
    throw new RangeError(
      `--property: "${word}" is unknown${didYouMean(word, names)} (known: ${PROPERTIES.map(({ name, id }) => `${id} ${name}`).join(", ")})`,
    );
  });
  return PROPERTIES.filter((property) => wanted.includes(property));
}

function extraOf(text: string | undefined): readonly ExtraOperations[] {
  const known = Object.keys(EXTRA_OPERATIONS) as ExtraOperations[];
  if (text === undefined) return [];
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  return words.flatMap((word) => {
    if (word === "all") return known;
    const found = known.find((name) => name === word);
    if (found) return [found];
    throw new RangeError(
      `--ops: "${word}" names no operations${didYouMean(word, known)} (known: ${known.join(", ")}, all)`,
    );
  });
}
