/** How far the values of a fold can go: what lane width it needs, or that no lane holds it. */
import { SIZE_MAX } from "../xsave/component.ts";
import type { Fold } from "./fold.ts";
import { apply, type Step } from "./step.ts";

/** Positions of the widest fold that can be enumerated. */
export const POSITIONS_MAX = 40;

/** What to do where a fold of `positions` has too many sizes to count: it may be too wide to enumerate. */
export const insteadOfCounting = (positions: number): string =>
  positions <= POSITIONS_MAX
    ? "take a smaller --universe, or use --method exhaustive"
    : "take a smaller --universe";

export interface Reach {
  /** Every size lies in [least, most]. */
  readonly least: number;
  readonly most: number;
  /** Whatever a composed step passes through lies in [-below, above]. */
  readonly below: number;
  readonly above: number;
}

/**
 * Bounds of every value of `fold`. Steps are monotone, so the ends of a range give its image.
 *
 * A composed step moves its terms across the alignment and its bound to the end, so in between it
 * may pass through sums that no single step shows: the upper bound leaves negative terms out, the
 * lower one positive terms and bounds.
 *
 * @throws {RangeError} if a size can be negative, or a value over 2^31-1.
 */
export function reachOf(fold: Fold): Reach {
  let least = fold.start;
  let most = fold.start;
  let fall = 0;
  let rise = fold.start;
  // A later step may forget how far an earlier one went; the lanes have held it all the same.
  let below = fall;
  let above = rise;
  for (const { absent, present } of fold.pairs) {
    const both = [absent, present];
    least = Math.min(...both.map((s) => apply(s, least)));
    most = Math.max(...both.map((s) => apply(s, most)));
    fall = Math.max(...both.map((s) => (s.keep ? fall : 0) + fallOf(s)));
    rise = Math.max(...both.map((s) => apply(withoutFall(s), rise)));
    below = Math.max(below, fall);
    above = Math.max(above, rise);
    if (least < 0) throw new RangeError(`a size below 0 (${least}): give the step an atLeast`);
    if (Math.max(above, below) > SIZE_MAX) throw new RangeError("a size over 2^31-1 bytes");
  }
  return { least, most, below, above };
}

const fallOf = (s: Step): number => Math.max(0, -s.plus) + Math.max(0, -s.then);
const withoutFall = (s: Step): Step => ({
  ...s,
  plus: Math.max(0, s.plus),
  then: Math.max(0, s.then),
});
