/** `xsweep formats`: what `explain`, `import` and --cpu read, with a sample of each. */
import { FORMAT_NAMES, FORMAT_SAMPLES } from "../read/index.ts";
import { formatFacts, formatsJson } from "../write/json/formats.ts";
import { table } from "../write/text/table.ts";
import type { Command } from "./command.ts";

export const formats: Command = {
  name: "formats",
  summary: "the formats that explain, import and --cpu read, with a line of each",
  flags: [],
  examples: ["xsweep formats", "xsweep formats --json"],
  async run({ flags, io }) {
    const facts = formatFacts(FORMAT_NAMES, FORMAT_SAMPLES);
    if (flags.json) {
      io.print(JSON.stringify(formatsJson(facts)));
      return 0;
    }
    const rows = facts.map(({ name, summary, sample }) => [
      ...[name, summary],
      (sample ?? "-").replaceAll(/\s+/g, " ").trim(),
    ]);
    const heads = ["FORMAT", "WHAT", "SAMPLE"];
    io.print(table(["left", "left", "left"], [heads, ...rows], io.tableColumns));
    return 0;
  },
};
