/** How masks, ids and counts are put into a verdict. */
import { hex } from "../xsave/mask.ts";

export const masks = (list: readonly bigint[]): string[] => list.map(hex);

/** The fullest set first: the one a running system has; at most three. */
export function either(list: readonly bigint[]): string {
  const all = masks(list).reverse();
  const more = all.length > 3 ? ` or ${all.length - 3} more` : "";
  return `${all.slice(0, 3).join(" or ")}${more}`;
}

export const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

/** Where the rows that a dump lacks were taken from. */
export const as = (ids: readonly string[]): string =>
  ids.length === 0 ? "" : ` (with the missing sub-leaves as on ${ids.slice(0, 3).join(", ")})`;
