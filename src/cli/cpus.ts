/** `xsweep cpus`: the catalogue. */
import { CATALOGUE } from "../catalogue/index.ts";
import { cpusJson, factsOf } from "../write/json/cpus.ts";
import { table } from "../write/text/table.ts";
import { nameOf } from "../write/text/title.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command } from "./command.ts";

export const cpus: Command = {
  name: "cpus",
  summary: "the catalogue: id, name, XCR0, IA32_XSS, full sizes, source",
  flags: [],
  examples: ["xsweep cpus", "xsweep cpus --json"],
  async run({ flags, io }) {
    const facts = CATALOGUE.map(factsOf);
    if (flags.json) {
      io.print(JSON.stringify(cpusJson(CATALOGUE)));
      return 0;
    }
    io.print(
      table(
        ["left", "left", "left", "right", "right", "left", "left"],
        [
          ["ID", "XCR0", "IA32_XSS", "STANDARD", "COMPACTED", "NAME", "SOURCE"],
          ...facts.map((f, i) => [
            f.id,
            f.xcr0,
            f.xss,
            `${f.standardSize}`,
            `${f.compactedSize}`,
            nameOf(CATALOGUE[i] as Processor),
            f.source,
          ]),
        ],
      ),
    );
    return 0;
  },
};
