/** `xsweep kernel`: the sizes and masks of one kernel on one host, or on several. */
import { type ChangedReport, changedNumbers } from "../linux/changed.ts";
import { boot } from "../linux/kernel/configuration.ts";
import { formatIn } from "../linux/kernel/host.ts";
import { type KernelVersion, NEWEST } from "../linux/kernel/version.ts";
import { type KernelNumbers, kernelNumbers } from "../linux/numbers.ts";
import { kernelJson, kernelsJson } from "../write/json/kernel.ts";
import { changedReportJson, kernelChangesJson } from "../write/json/kernel-changes.ts";
import { kernelText } from "../write/text/kernel.ts";
import {
  kernelChangesSheet,
  kernelChangesText,
  kernelsChangesText,
} from "../write/text/kernel-changes.ts";
import { kernelsSheet, kernelsText } from "../write/text/kernels.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command, ExitCode } from "./command.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { dynamicOf, hostMaskOf, kernelCpus, kernelOf } from "./kernel-flags.ts";
import { printTable } from "./print-table.ts";
import { naming } from "./resolve.ts";
import { turn } from "./turn.ts";

export const kernelCommand: Command = {
  name: "kernel",
  summary:
    "one kernel on one host or on all: buffers of tasks and guests, signal frames, what opting in costs",
  flags: [
    "kernelCpu",
    "oneKernel",
    "hostMask",
    "dynamic",
    "format",
    "xsave",
    "vcpus",
    "changed",
    "tableTo",
  ],
  examples: [
    "xsweep kernel --cpu sapphire-rapids --kernel linux-6.17 --vcpus 128",
    "xsweep kernel --cpu all",
    "xsweep kernel --cpu zen-4 --changed",
    "xsweep kernel --cpu granite-rapids --kernel 6.12",
    "xsweep kernel --cpu zen-4 --host-mask 0x18e7",
    "xsweep kernel --cpu haswell --kernel linux-5.18 --json",
  ],
  async run({ flags, io }) {
    const cpus = await kernelCpus(flags, io);
    if (flags.changed) return changed(cpus, flags, io);
    const [text, second] = flags.kernel ?? [];
    if (second !== undefined) throw new RangeError("--kernel: one version, please, not several");
    const asked = text === undefined ? null : kernelOf(text, flags.maxInput);
    if (asked?.note) io.note(asked.note);
    const version = asked?.version ?? NEWEST;
    const release = asked?.release ?? null;
    const all = cpus.map((cpu) => numbersOn(cpu, version, release, flags));
    const { vcpus = 1 } = flags;
    const [one] = all;
    if (!one) return 0;
    const several = all.length > 1;
    const table = several || flags.tableTo === "csv" || flags.tableTo === "markdown";
    if (table && !flags.json && flags.vcpus !== undefined && vcpus > 1) {
      throw new RangeError("--vcpus: the table has no room for it: one --cpu, or --json");
    }
    printTable(io, flags, {
      sheet: () => kernelsSheet(all),
      document: () =>
        several ? kernelsJson(all, vcpus, release) : kernelJson(one, vcpus, release),
      records: () => all.map((numbers) => kernelJson(numbers, vcpus, release)),
      text: () =>
        several
          ? kernelsText(version, all, release, io)
          : kernelText(one, vcpus, release, io.columns),
    });
    return 0;
  },
};

/** Flags of one kernel, where every release is asked. */
const OF_ONE_KERNEL = ["kernel", "format", "xsave", "vcpus"] as const;

async function changed(cpus: readonly Processor[], flags: Flags, io: Io): Promise<ExitCode> {
  const extra = OF_ONE_KERNEL.find((name) => flags[name] !== undefined);
  if (extra) throw new RangeError(`--changed goes through every release: it takes no --${extra}`);
  const reports: ChangedReport[] = [];
  for (const cpu of cpus) {
    const dynamic = oneDynamic(cpu, flags);
    const hostMask = hostMaskOf(flags, cpu);
    reports.push(naming("--host-mask", () => changedNumbers(cpu, { hostMask, dynamic })));
    await turn(io);
  }
  const [one] = reports;
  printTable(io, flags, {
    sheet: () => kernelChangesSheet(reports),
    document: () => kernelChangesJson(reports),
    records: () => reports.map(changedReportJson),
    text: () =>
      one && reports.length === 1
        ? kernelChangesText(one, io.columns)
        : kernelsChangesText(reports, io),
  });
  return 0;
}

function oneDynamic(cpu: Processor, flags: Flags): bigint {
  const dynamic = dynamicOf(flags.dynamic, cpu);
  if (dynamic === "each") throw new RangeError("--dynamic each: only check --every-mask takes it");
  return dynamic;
}

function numbersOn(
  cpu: Processor,
  version: KernelVersion,
  release: string | null,
  flags: Flags,
): KernelNumbers {
  const dynamic = oneDynamic(cpu, flags);
  const hostMask = hostMaskOf(flags, cpu, release);
  const within = release ?? version.releases?.until ?? null;
  const { format = formatIn(cpu, within), xsave = "on" } = flags;
  return naming("--host-mask", () =>
    kernelNumbers(boot(cpu, version, { hostMask, dynamic, format, xsave })),
  );
}
