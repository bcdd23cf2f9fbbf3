/** `xsweep rules`: the named rules with the versions they stand for. */
import { NAMED_RULES } from "../rules/index.ts";
import { PERMITS } from "../rules/permits/index.ts";
import type { Rule } from "../rules/rule.ts";
import { permitJson } from "../write/json/permits.ts";
import { ruleJson, rulesJson } from "../write/json/rules.ts";
import { bitRanges } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { printTable } from "./print-table.ts";

type Named = Pick<Rule, "id" | "stands" | "source">;

/** Its source, with what running ones answered. */
const sourced = ({ observed, ...rule }: Rule): Named => ({
  ...rule,
  source: observed ? `${rule.source}; ${observed.known}: ${observed.answered}` : rule.source,
});

export const rules: Command = {
  name: "rules",
  summary: "the named rules with the versions they stand for: sizes, and who admits which XCR0",
  flags: ["long", "tableTo"],
  examples: ["xsweep rules", "xsweep rules --long", "xsweep rules --json"],
  async run({ flags, io }) {
    const { long } = flags;
    const row = (kind: string, { id, stands, source }: Named, components: bigint | null) => [
      ...[id, kind, stands, components === null ? "all" : bitRanges(components)],
      ...(long ? [source] : []),
    ];
    printTable(io, flags, {
      sheet: () => ({
        align: ["left", "left", "left", "left", ...(long ? (["left"] as const) : [])],
        heads: ["RULE", "KIND", "STANDS FOR", "OWN DOMAIN", ...(long ? ["SOURCE"] : [])],
        rows: [
          ...NAMED_RULES.map((one) => row("size", sourced(one), one.own?.components ?? null)),
          ...PERMITS.map((one) => row("permit", one, one.components)),
        ],
      }),
      document: () => rulesJson(NAMED_RULES, PERMITS),
      records: () => [...NAMED_RULES.map(ruleJson), ...PERMITS.map(permitJson)],
    });
    return 0;
  },
};
