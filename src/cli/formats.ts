/** `xsweep formats`: what `explain`, `import` and --cpu read, with a sample of each. */
import { FORMAT_NAMES, FORMAT_SAMPLES } from "../read/index.ts";
import { type FormatFacts, formatFacts, formatsJson } from "../write/json/formats.ts";
import { table } from "../write/text/table.ts";
import type { Command } from "./command.ts";

/** The formats with `pattern` in them, in any case. @throws {RangeError} where there is none. */
function matching(pattern = ""): readonly FormatFacts[] {
  const lower = pattern.toLowerCase();
  const found = formatFacts(FORMAT_NAMES, FORMAT_SAMPLES).filter((facts) =>
    Object.values(facts).some((text) => text?.toLowerCase().includes(lower)),
  );
  if (found.length > 0) return found;
  throw new RangeError(`PATTERN: no format says "${pattern}"`);
}

export const formats: Command = {
  name: "formats",
  summary: "the formats that explain, import and --cpu read, with a line of each",
  operands: [["[PATTERN]", "a part of a name, of what it is, or of the sample"]],
  flags: [],
  examples: ["xsweep formats", "xsweep formats xen", "xsweep formats --json"],
  async run({ operands: [pattern], flags, io }) {
    const facts = matching(pattern);
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
