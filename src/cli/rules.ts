/** `xsweep rules`: the named rules with the versions they stand for. */
import { RULES } from "../rules/index.ts";
import { ruleJson, rulesJson } from "../write/json/rules.ts";
import { bitRanges } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { printTable } from "./print-table.ts";

export const rules: Command = {
  name: "rules",
  summary: "the named rules with the versions they stand for",
  flags: ["long", "tableTo"],
  examples: ["xsweep rules", "xsweep rules --long", "xsweep rules --json"],
  async run({ flags, io }) {
    const { long } = flags;
    printTable(io, flags, {
      sheet: () => ({
        align: ["left", "left", "left", ...(long ? (["left"] as const) : [])],
        heads: ["RULE", "STANDS FOR", "OWN DOMAIN", ...(long ? ["SOURCE"] : [])],
        rows: RULES.map(({ id, stands, source, observed, own }) => [
          id,
          stands,
          own ? bitRanges(own.components) : "all",
          ...(long
            ? [observed ? `${source}; ${observed.known}: ${observed.answered}` : source]
            : []),
        ]),
      }),
      document: () => rulesJson(RULES),
      records: () => RULES.map(ruleJson),
    });
    return 0;
  },
};
