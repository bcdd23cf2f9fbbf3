/** `xsweep formats`: what `explain`, `import` and --cpu read, with a sample of each. */
import { FORMAT_NAMES, FORMAT_SAMPLES } from "../read/index.ts";
import { type FormatFacts, formatFacts, formatsJson } from "../write/json/formats.ts";
import type { Command } from "./command.ts";
import { printTable } from "./print-table.ts";

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
  flags: ["tableTo"],
  examples: ["xsweep formats", "xsweep formats xen", "xsweep formats --json"],
  async run({ operands: [pattern], flags, io }) {
    const facts = matching(pattern);
    printTable(io, flags, {
      sheet: () => ({
        align: ["left", "left", "left"],
        heads: ["FORMAT", "WHAT", "SAMPLE"],
        rows: facts.map(({ name, summary, sample }) => [
          ...[name, summary],
          (sample ?? "-").replaceAll(/\s+/g, " ").trim(),
        ]),
      }),
      document: () => formatsJson(facts),
      records: () => facts,
    });
    return 0;
  },
};
