/** `xsweep limits`: the fixed buffers of the field, and the legal masks that overflow them. */
import { CATALOGUE } from "../catalogue/index.ts";
import { limitsOn } from "../questions/limits.ts";
import { LIMITS } from "../rules/limits.ts";
import { limitReportJson, limitsJson } from "../write/json/limits.ts";
import { limitSheet, limitsSheet, limitText } from "../write/text/limits.ts";
import type { Command } from "./command.ts";
import { cpusOf } from "./cpu.ts";
import { printTable } from "./print-table.ts";
import { didYouMean } from "./resolve.ts";

export const limitsCommand: Command = {
  name: "limits",
  summary: "fixed buffers of the field, and which legal masks overflow them",
  operands: [["[NAME]", "one of them, by processor"]],
  flags: ["cpu", "tableTo"],
  examples: [
    "xsweep limits",
    "xsweep limits sigstksz",
    "xsweep limits --cpu sapphire-rapids",
    "xsweep limits kvm-get-xsave --cpu granite-rapids --json",
    "xsweep limits --to csv",
  ],
  async run({ operands: [name], flags, io }) {
    const limits = name === undefined ? LIMITS : LIMITS.filter((limit) => limit.name === name);
    if (limits.length === 0) {
      const names = LIMITS.map((limit) => limit.name);
      const meant = didYouMean(name ?? "", names) || ` (known: ${names.join(", ")})`;
      throw new RangeError(`NAME: "${name}" is unknown${meant}`);
    }
    const cpus = flags.cpu === undefined ? CATALOGUE : await cpusOf(flags, io);
    const reports = limitsOn(limits, cpus);
    const one = name === undefined ? undefined : reports[0];
    printTable(io, flags, {
      sheet: () => (one ? limitSheet(one.processors) : limitsSheet(reports)),
      document: () => limitsJson(reports),
      records: () => reports.map(limitReportJson),
      ...(one ? { text: () => limitText(one, io.tableColumns) } : {}),
    });
    return reports.some(({ processors }) => processors.some(({ overflow }) => overflow > 0n))
      ? 1
      : 0;
  },
};
