/** The document "xsweep/find@1". */
import type { Match, Query } from "../../questions/find.ts";
import { hex } from "../../xsave/mask.ts";

/** A rule that gave no answer on a processor: what is found is not all there is. */
export interface LeftOut {
  readonly cpu: string;
  readonly rule: string;
  readonly because: string;
}

export const findJson = (
  query: Query,
  legal: boolean,
  matches: readonly Match[],
  leftOut: readonly LeftOut[] = [],
): object => ({
  schema: "xsweep/find@1",
  size: query.kind === "size" ? query.bytes : null,
  ...(query.kind === "fits" ? { fits: query.bytes } : {}),
  ...(query.kind === "pages" ? { pages: query.pages } : {}),
  ...(query.kind === "order" ? { order: query.order } : {}),
  ...(legal ? { legal: true } : {}),
  matches: matches.map((match) => ({
    cpu: match.cpu,
    ...(match.hypothetical ? { hypothetical: true } : {}),
    rule: match.rule,
    count: `${match.count}`,
    legalCount: `${match.legalCount}`,
    masks: match.masks.map(hex),
    legalMasks: match.legalMasks.map(hex),
  })),
  leftOut,
});
