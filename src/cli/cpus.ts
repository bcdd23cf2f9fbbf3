/** `xsweep cpus`: the catalogue, or what of it fits a pattern. */
import { CATALOGUE } from "../catalogue/index.ts";
import { namesOfProcessor, processorsNamed } from "../catalogue/names.ts";
import { cpusJson, factsOf } from "../write/json/cpus.ts";
import type { Sheet } from "../write/sheet.ts";
import { processorName } from "../write/text/title.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { printTable } from "./print-table.ts";

/** The processors with `pattern` in id, name, vendor or alias, or with that family-model-stepping. */
function matching(pattern: string): readonly Processor[] {
  const named = processorsNamed(pattern);
  const lower = pattern.toLowerCase();
  const found = CATALOGUE.filter((cpu) => {
    const { aliases } = namesOfProcessor(cpu.id);
    const words = [cpu.id, cpu.name, cpu.vendor, ...aliases];
    return named.includes(cpu) || words.some((word) => word.toLowerCase().includes(lower));
  });
  if (found.length > 0) return found;
  throw new RangeError(`PATTERN: nothing in the catalogue is called "${pattern}"`);
}

export const cpus: Command = {
  name: "cpus",
  summary:
    "the catalogue: id, XCR0, IA32_XSS, full sizes, name; --long for other names and sources",
  operands: [["[PATTERN]", "a part of an id, a name or an alias; or family-model[-stepping]"]],
  flags: ["long", "tableTo"],
  examples: ["xsweep cpus", "xsweep cpus genoa", "xsweep cpus 6-143 --long", "xsweep cpus --json"],
  async run({ operands: [pattern], flags, io }) {
    const found = pattern === undefined ? CATALOGUE : matching(pattern);
    printTable(io, flags, {
      sheet: () => sheetOf(found, flags.long),
      document: () => cpusJson(found),
      records: () => found.map(factsOf),
    });
    return 0;
  },
};

const LEFT = ["left", "left", "left"] as const;

function sheetOf(found: readonly Processor[], long = false): Sheet {
  return {
    align: ["left", "left", "left", "right", "right", "left", ...(long ? LEFT : [])],
    heads: [
      ...["ID", "XCR0", "IA32_XSS", "STANDARD", "COMPACTED", "NAME"],
      ...(long ? ["ALSO", "FAMILY-MODEL", "SOURCE"] : []),
    ],
    rows: found.map((cpu) => {
      const facts = factsOf(cpu);
      const more = [facts.aliases.join(" "), facts.models.join(" "), facts.source];
      return [
        ...[facts.id, facts.xcr0, facts.xss, `${facts.standardSize}`, `${facts.compactedSize}`],
        processorName(cpu),
        ...(long ? more : []),
      ];
    }),
  };
}
