/** What `find` found, as people read it. */
import type { Match } from "../../questions/find.ts";
import type { Query } from "../../questions/predicates.ts";
import { hex } from "../../xsave/mask.ts";
import type { Sheet } from "../sheet.ts";
import { sheetTable } from "./table.ts";

/** Masks shown in a row. */
const SHOWN = 3;

/** "takes 10704 bytes". */
function askedFor(query: Query): string {
  switch (query.kind) {
    case "size":
      return `takes ${query.bytes} bytes`;
    case "fits":
      return `fits ${query.bytes} bytes`;
    case "over":
      return `takes more than ${query.bytes} bytes`;
    case "sigframe":
      return `has a signal frame of more than ${query.bytes} bytes`;
    case "pages":
      return `takes ${query.pages} ${query.pages === 1 ? "page" : "pages"} of 4096 bytes`;
    case "order":
      return `needs an allocation of order ${query.order}`;
  }
}

/** Where one rule answers as another does on a processor, one row says so. */
export function findText(
  query: Query,
  legal: boolean,
  matches: readonly Match[],
  columns?: number,
): string {
  if (matches.length === 0) return `no ${legal ? "legal " : ""}mask ${askedFor(query)}`;
  return sheetTable(findSheet(legal, matches), columns);
}

/** A row per processor and answer, with the rules that give it. */
export function findSheet(legal: boolean, matches: readonly Match[]): Sheet {
  const listed = (masks: readonly bigint[], count: bigint): string =>
    masks.slice(0, SHOWN).map(hex).join(" ") + (count > SHOWN ? " ..." : "");
  return {
    align: ["left", "right", "right", "left", ...(legal ? [] : LEFT), "left"],
    heads: ["PROCESSOR", "MASKS", "LEGAL", "LOWEST LEGAL", ...(legal ? [] : ["LOWEST"]), "RULES"],
    rows: groupsOf(matches).map(({ match, rules }) => [
      match.cpu,
      `${match.count}`,
      `${match.legalCount}`,
      listed(match.legalMasks, match.legalCount),
      ...(legal ? [] : [listed(match.masks, match.count)]),
      rules.join(", "),
    ]),
  };
}

const LEFT = ["left"] as const;

/** Matches that differ in nothing but the rule, in the order of the first of each. */
function groupsOf(matches: readonly Match[]): { match: Match; rules: string[] }[] {
  const groups = new Map<string, { match: Match; rules: string[] }>();
  for (const match of matches) {
    const { cpu, rule, count, legalCount, masks, legalMasks } = match;
    const key = [cpu, count, legalCount, masks, legalMasks].join(" ");
    const group = groups.get(key);
    if (group) group.rules.push(rule);
    else groups.set(key, { match, rules: [rule] });
  }
  return [...groups.values()];
}
