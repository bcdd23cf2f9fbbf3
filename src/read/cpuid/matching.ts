/**
 * Rows of leaf 0DH whose sub-leaf is not known, given back to the components they describe.
 *
 * Tools list sub-leaves in ascending order, so an assignment keeps the order; where the flags and
 * sizes leave exactly one, it is taken. Checked by test/read/cpuid/matching.test.ts.
 */
import { CATALOGUE } from "../../catalogue/index.ts";
import { EXTENDED_REGION } from "../../xsave/component.ts";
import type { Registers } from "./rows.ts";

/** Sizes that measured processors have for a component; an unknown bit may have any. */
const KNOWN_SIZES = new Map<number, Set<number>>();
for (const { components } of CATALOGUE) {
  for (const { bit, size } of components) {
    KNOWN_SIZES.set(bit, (KNOWN_SIZES.get(bit) ?? new Set()).add(size));
  }
}
/** The number of last-branch records differs by model, so does the size of their component. */
const LBR = 15;

/** True if `row` can be the sub-leaf of `bit`, a component of XCR0 or (`supervisor`) of IA32_XSS. */
export function describes(row: Registers, bit: number, supervisor: boolean): boolean {
  const { eax, ebx, ecx } = row;
  if (eax === null || ebx === null || ecx === null) return false;
  if (eax === 0 || ((ecx & 1) === 1) !== supervisor) return false;
  if (supervisor ? ebx !== 0 : ebx < EXTENDED_REGION) return false;
  const sizes = KNOWN_SIZES.get(bit);
  return bit === LBR || sizes === undefined || sizes.has(eax);
}

/** What `matching` finds: a bit per row, or how many assignments there are where it is not one. */
export type Matching =
  | { readonly bits: readonly number[] }
  | { readonly bits: null; readonly ways: "none" | "several" };

/**
 * The one ascending assignment of `rows` to some of `bits` in which `fits` holds for every pair.
 * Counted by a table over (rows taken, bits passed), so it is quadratic, never exponential.
 */
export function matching(
  rows: readonly Registers[],
  bits: readonly number[],
  fits: (row: Registers, bit: number) => boolean,
): Matching {
  if (rows.length > bits.length) return { bits: null, ways: "none" };
  // ways[i][j]: assignments of the rows from i on to the bits from j on, 2 meaning more than one.
  const ways = Array.from({ length: rows.length + 1 }, () => new Uint8Array(bits.length + 1));
  ways[rows.length]?.fill(1);
  for (let i = rows.length - 1; i >= 0; i--) {
    for (let j = bits.length - 1; j >= 0; j--) {
      const row = rows[i];
      const bit = bits[j];
      const taken =
        row !== undefined && bit !== undefined && fits(row, bit) ? at(ways, i + 1, j + 1) : 0;
      (ways[i] as Uint8Array)[j] = Math.min(2, at(ways, i, j + 1) + taken);
    }
  }
  const total = at(ways, 0, 0);
  if (total !== 1) return { bits: null, ways: total === 0 ? "none" : "several" };
  const found: number[] = [];
  for (let i = 0, j = 0; i < rows.length; j++) {
    // With one assignment left, a bit is skipped exactly where the rest can do without it.
    if (at(ways, i, j + 1) === 1) continue;
    found.push(bits[j] ?? 0);
    i++;
  }
  return { bits: found };
}

const at = (ways: readonly Uint8Array[], i: number, j: number): number => ways[i]?.[j] ?? 0;
