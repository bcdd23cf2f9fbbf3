/** The document "xsweep/find@1". */
import type { LeftOut, Match } from "../../questions/find.ts";
import type { Query } from "../../questions/predicates.ts";
import { hex } from "../../xsave/mask.ts";

/** A match in a line. */
export const matchJson = (match: Match): object => ({
  cpu: match.cpu,
  ...(match.hypothetical ? { hypothetical: true } : {}),
  rule: match.rule,
  count: `${match.count}`,
  legalCount: `${match.legalCount}`,
  masks: match.masks.map(hex),
  legalMasks: match.legalMasks.map(hex),
  truncated: match.count > match.masks.length || match.legalCount > match.legalMasks.length,
});

export const findJson = (
  query: Query,
  legal: boolean,
  matches: readonly Match[],
  leftOut: readonly LeftOut[] = [],
): object => ({
  schema: "xsweep/find@1",
  ...(query.kind === "over" || query.kind === "sigframe"
    ? { [query.kind]: query.bytes }
    : { size: query.kind === "size" ? query.bytes : null }),
  ...(query.kind === "fits" ? { fits: query.bytes } : {}),
  ...(query.kind === "pages" ? { pages: query.pages } : {}),
  ...(query.kind === "order" ? { order: query.order } : {}),
  ...(legal ? { legal: true } : {}),
  matches: matches.map(matchJson),
  leftOut,
});
