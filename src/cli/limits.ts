/** `xsweep limits`: the fixed buffers of the field, and the legal masks that overflow them. */
import { CATALOGUE } from "../catalogue/index.ts";
import { limitsOn } from "../questions/limits.ts";
import { LIMITS } from "../rules/limits.ts";
import { limitsJson } from "../write/json/limits.ts";
import { limitsText, limitText } from "../write/text/limits.ts";
import type { Command } from "./command.ts";
import { cpusOf } from "./cpu.ts";
import { didYouMean } from "./resolve.ts";

export const limitsCommand: Command = {
  name: "limits",
  summary: "fixed buffers of the field, and which legal masks overflow them",
  operands: [["[NAME]", "one of them, by processor"]],
  flags: ["cpu"],
  examples: [
    "xsweep limits",
    "xsweep limits sigstksz",
    "xsweep limits --cpu sapphire-rapids",
    "xsweep limits kvm-get-xsave --cpu granite-rapids --json",
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
    const [first] = reports;
    if (flags.json) io.print(JSON.stringify(limitsJson(reports)));
    else if (name !== undefined && first) io.print(limitText(first, io.tableColumns));
    else io.print(limitsText(reports, io.tableColumns));
    return reports.some(({ processors }) => processors.some(({ overflow }) => overflow > 0n))
      ? 1
      : 0;
  },
};
