/** `xsweep find`: from a size back to the masks, processors and rules that give it. */
import { CATALOGUE } from "../catalogue/index.ts";
import { onlyLegal } from "../questions/domain.ts";
import { find, findOrLeaveOut, type LeftOut, type Match } from "../questions/find.ts";
import type { Query } from "../questions/predicates.ts";
import { RULES } from "../rules/index.ts";
import { type Rule, refusalOf } from "../rules/rule.ts";
import { SDM_STANDARD } from "../rules/sdm.ts";
import { findJson } from "../write/json/find.ts";
import { findText } from "../write/text/find.ts";
import { SIZE_MAX } from "../xsave/component.ts";
import type { Command } from "./command.ts";
import { cpusOf } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import { masksAsked } from "./mask-flags.ts";
import { rulesOf } from "./resolve.ts";
import { turn } from "./turn.ts";

export const findCommand: Command = {
  name: "find",
  summary: "which masks, processors and rules give a size, fit a buffer or take so many pages",
  flags: [
    "size",
    "fits",
    "over",
    "sigframe",
    "pages",
    "order",
    "cpu",
    "rule",
    "universe",
    "fixed",
    "legal",
    "domain",
    "limit",
  ],
  examples: [
    "xsweep find --size 10704 --legal",
    "xsweep find --size 2816 --cpu sapphire-rapids",
    "xsweep find --sigframe 8192",
    "xsweep find --fits 4096 --cpu granite-rapids --rule sdm-compacted --json",
  ],
  async run({ flags: given, io }) {
    const flags = given.sigframe === undefined ? given : framed(given);
    const query = queryOf(flags);
    const limit = wholeNumber("--limit", flags.limit ?? "10");
    const cpus = flags.cpu === undefined ? CATALOGUE : await cpusOf(flags, io);
    const all = flags.rule === undefined || flags.rule.includes("all");
    const rules = all ? RULES : rulesOf(flags, RULES);
    if (query.kind === "sigframe") checkFramed(rules);
    const matches: Match[] = [];
    const leftOut: LeftOut[] = [];
    for (const cpu of cpus) {
      for (const rule of rules) {
        await turn(io);
        const refusal = all ? null : refusalOf(rule, cpu);
        if (refusal !== null) io.note(`xsweep: ${refusal}`);
        // Among all rules, one that does not apply to a processor is named and passed over.
        const search = all && flags.universe === undefined ? findOrLeaveOut : find;
        const found = search(cpu, rule, query, { ...masksAsked(flags, cpu), limit });
        if (found && "because" in found) leftOut.push(found);
        else if (found) matches.push(found);
      }
    }
    const legal = onlyLegal(flags);
    const json = flags.json ? JSON.stringify(findJson(query, legal, matches, leftOut)) : undefined;
    io.print(json ?? findText(query, legal, matches, io.tableColumns));
    for (const { cpu, rule, because } of leftOut) {
      io.note(`xsweep: ${rule} on ${cpu} is left out: ${because}`);
    }
    if (matches.length === 0 && leftOut.length === 0) return 1;
    return leftOut.length > 0 ? 3 : 0;
  },
};

/** A frame is of what can be enabled, by the architecture where no rule is named. */
const framed = (flags: Flags): Flags => ({
  ...flags,
  legal: true,
  rule: flags.rule ?? [SDM_STANDARD.id],
});

/** @throws {RangeError} where a rule gives a size that is not in a frame. */
function checkFramed(rules: readonly Rule[]): void {
  const wrong = rules.find(({ format }) => format !== "standard");
  if (wrong === undefined) return;
  throw new RangeError(`--sigframe: a frame holds the standard format, which ${wrong.id} is not`);
}

/** The one question the flags ask. @throws {RangeError} where they ask none, or several. */
function queryOf({ size, fits, over, sigframe, pages, order }: Flags): Query {
  const asked: Query[] = [];
  if (size !== undefined) asked.push({ kind: "size", bytes: wholeNumber("--size", size) });
  if (fits !== undefined) asked.push({ kind: "fits", bytes: wholeNumber("--fits", fits) });
  if (over !== undefined) asked.push({ kind: "over", bytes: wholeNumber("--over", over) });
  if (sigframe !== undefined) {
    asked.push({ kind: "sigframe", bytes: wholeNumber("--sigframe", sigframe) });
  }
  if (pages !== undefined) asked.push({ kind: "pages", pages: wholeNumber("--pages", pages) });
  if (order !== undefined) asked.push({ kind: "order", order: wholeNumber("--order", order) });
  const [query] = asked;
  if (query && asked.length === 1) return query;
  throw new RangeError(
    "find: one of --size, --fits, --over, --sigframe, --pages or --order, please",
  );
}

function wholeNumber(flag: string, text: string): number {
  // Sizes are pasted as programs print them: 10704, 10,704 or 0x29d0.
  const plain = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text;
  const n = Number(plain);
  if (/^(\d+|0x[0-9a-f]+)$/i.test(plain) && n <= SIZE_MAX) return n;
  throw new RangeError(`${flag}: "${text}" is no whole number from 0 to 2^31-1`);
}
