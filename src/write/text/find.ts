/** What `find` found, as people read it. */
import type { Match } from "../../questions/find.ts";
import type { Query } from "../../questions/predicates.ts";
import { hex } from "../../xsave/mask.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";

/** Masks shown in a row. */
const SHOWN = 3;

/** "takes 10704 bytes". */
function askedFor(query: Query): string {
  switch (query.kind) {
    case "size":
      return `takes ${query.bytes} bytes`;
    case "fits":
      return `fits ${query.bytes} bytes`;
    case "pages":
      return `takes ${query.pages} ${query.pages === 1 ? "page" : "pages"} of 4096 bytes`;
    case "order":
      return `needs an allocation of order ${query.order}`;
  }
}

export function findText(query: Query, legal: boolean, matches: readonly Match[]): string {
  if (matches.length === 0) return `no ${legal ? "legal " : ""}mask ${askedFor(query)}`;
  const listed = (masks: readonly bigint[], count: bigint): string =>
    masks.slice(0, SHOWN).map(hex).join(" ") + (count > SHOWN ? " ..." : "");
  return table(
    ["left", "left", "right", "right", "left", "left"],
    [
      ["PROCESSOR", "RULE", "MASKS", "LEGAL", "LOWEST LEGAL", legal ? "" : "LOWEST"],
      ...matches.map((match) => [
        match.cpu,
        match.rule,
        grouped(match.count),
        grouped(match.legalCount),
        listed(match.legalMasks, match.legalCount),
        legal ? "" : listed(match.masks, match.count),
      ]),
    ],
  );
}
