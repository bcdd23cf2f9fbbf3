/** `xsweep rules`: the named rules with the versions they stand for. */
import { RULES } from "../rules/index.ts";
import { table } from "../write/text/table.ts";
import { hex } from "../xsave/mask.ts";
import { bitRanges } from "../xsave/processor.ts";
import type { Command } from "./command.ts";

export const rules: Command = {
  name: "rules",
  summary: "the named rules with the versions they stand for",
  flags: ["long"],
  examples: ["xsweep rules", "xsweep rules --long", "xsweep rules --json"],
  async run({ flags, io }) {
    if (flags.json) {
      const rows = RULES.map(({ id, format, stands, source, own, steps }) => ({
        id,
        format,
        stands,
        source,
        own: own ? { components: hex(own.components), because: own.because } : null,
        steps: steps !== undefined,
      }));
      io.print(JSON.stringify({ schema: "xsweep/rules@1", rules: rows }));
      return 0;
    }
    io.print(
      table(
        ["left", "left", "left", ...(flags.long ? (["left"] as const) : [])],
        [
          ["RULE", "STANDS FOR", "OWN DOMAIN", ...(flags.long ? ["SOURCE"] : [])],
          ...RULES.map(({ id, stands, source, own }) => [
            id,
            stands,
            own ? bitRanges(own.components) : "all",
            ...(flags.long ? [source] : []),
          ]),
        ],
        io.tableColumns,
      ),
    );
    return 0;
  },
};
