/**
 * Which XCR0 values are legal, on the sets of the model: the rows of xsave/legality.ts, in numbers.
 * Held equal to `isLegal` in test/linux on every user mask of every processor Linux knows.
 */
import { LEGALITY_RULES } from "../../xsave/legality.ts";
import type { Xfeatures } from "../kernel/xfeatures.ts";

const ROWS = LEGALITY_RULES.map(({ some, needs = 0n, without = 0n }) => ({
  some: Number(BigInt.asIntN(32, some)),
  needs: Number(needs),
  without: Number(without),
}));

/** True if XSETBV takes `xcr0`, on a processor that enumerates all of it. SDM1 13.3. */
export const isLegalXcr0 = (xcr0: Xfeatures): boolean =>
  ROWS.every(
    ({ some, needs, without }) =>
      // The row for everything applies even to 0: XSETBV faults without x87.
      ((xcr0 & some) === 0 && some !== -1) || ((xcr0 & needs) === needs && (xcr0 & without) === 0),
  );

const largest = new Map<Xfeatures, Xfeatures>();

/** The largest legal XCR0 within `supported`, x87 always being there; the first of equals. */
export function largestXcr0(supported: Xfeatures): Xfeatures {
  const known = largest.get(supported);
  if (known !== undefined) return known;
  // Legal values are closed under union (but for APX with MPX, which no processor has together),
  // so taking out whatever breaks a row, until none does, ends at the largest.
  let xcr0 = supported | 1;
  for (let before = -1; before !== xcr0; ) {
    before = xcr0;
    for (const { some, needs, without } of ROWS) {
      if (some === -1 || (xcr0 & some) === 0) continue;
      if ((xcr0 & needs) !== needs || (xcr0 & without) !== 0) xcr0 &= ~some;
    }
  }
  largest.set(supported, xcr0);
  return xcr0;
}
