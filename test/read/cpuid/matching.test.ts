/** The table that counts assignments, against all assignments listed. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { describes, matching } from "../../../src/read/cpuid/matching.ts";

const row = (eax: number, ebx: number, ecx = 0) => ({ eax, ebx, ecx, edx: 0 });

/** Every ascending choice of `count` bits. */
function choices(bits: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return bits.flatMap((bit, i) =>
    choices(bits.slice(i + 1), count - 1).map((rest) => [bit, ...rest]),
  );
}

test("always: one assignment is found, none and several are told apart", () => {
  const rows = fc.array(fc.nat({ max: 3 }), { maxLength: 4 });
  const bits = fc.uniqueArray(fc.integer({ min: 2, max: 9 }), { maxLength: 6 });
  // A row fits a bit by a table of its own, so that every pattern of fits comes up.
  const table = fc.array(fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), {
    minLength: 4,
    maxLength: 4,
  });
  fc.assert(
    fc.property(rows, bits, table, (kinds, unsorted, fitTable) => {
      const sorted = [...unsorted].sort((a, b) => a - b);
      const fits = (kind: number, bit: number) => fitTable[kind]?.[bit] === true;
      const all = choices(sorted, kinds.length).filter((choice) =>
        kinds.every((kind, i) => fits(kind, choice[i] ?? 0)),
      );
      const found = matching(
        kinds.map((kind) => row(kind, 0)),
        sorted,
        ({ eax }, bit) => fits(eax ?? 0, bit),
      );
      if (all.length === 1) expect(found).toEqual({ bits: all[0] });
      else expect(found).toEqual({ bits: null, ways: all.length === 0 ? "none" : "several" });
    }),
    { numRuns: 500 },
  );
});

test("a row describes a component by its flags, its place and a size that was measured", () => {
  expect(describes(row(256, 576), 2, false)).toBe(true);
  expect(describes(row(64, 576), 2, false)).toBe(false);
  expect(describes(row(256, 500), 2, false)).toBe(false);
  expect(describes(row(128, 0, 1), 8, true)).toBe(true);
  expect(describes(row(128, 0, 1), 8, false)).toBe(false);
  expect([8, 64].map((size) => describes(row(size, 2688), 9, false))).toEqual([true, true]);
  // Models differ in the number of last-branch records; nobody has measured bit 30.
  expect(describes(row(424, 0, 1), 15, true)).toBe(true);
  expect(describes(row(1000, 4000), 30, false)).toBe(true);
});
