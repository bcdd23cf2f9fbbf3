/** `xsweep rules`: the named rules with the versions they stand for. */
import { RULES } from "../rules/index.ts";
import { rulesJson } from "../write/json/rules.ts";
import { table } from "../write/text/table.ts";
import { bitRanges } from "../xsave/processor.ts";
import type { Command } from "./command.ts";

export const rules: Command = {
  name: "rules",
  summary: "the named rules with the versions they stand for",
  flags: ["long"],
  examples: ["xsweep rules", "xsweep rules --long", "xsweep rules --json"],
  async run({ flags, io }) {
    if (flags.json) {
      io.print(JSON.stringify(rulesJson(RULES)));
      return 0;
    }
    io.print(
      table(
        ["left", "left", "left", ...(flags.long ? (["left"] as const) : [])],
        [
          ["RULE", "STANDS FOR", "OWN DOMAIN", ...(flags.long ? ["SOURCE"] : [])],
          ...RULES.map(({ id, stands, source, observed, own }) => [
            id,
            stands,
            own ? bitRanges(own.components) : "all",
            ...(flags.long
              ? [observed ? `${source}; ${observed.known}: ${observed.answered}` : source]
              : []),
          ]),
        ],
        io.tableColumns,
      ),
    );
    return 0;
  },
};
