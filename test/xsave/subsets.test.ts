import fc from "fast-check";
import { expect, test } from "vitest";
import { MASK_MAX, subsetAt } from "../../src/xsave/mask.ts";
import { subsetNumber, subsets } from "../../src/xsave/subsets.ts";

test("always: subsets come ascending, each once, and by their numbers", () => {
  const universe = fc
    .uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: 9 })
    .map((bits) => bits.reduce((mask, n) => mask | (1n << BigInt(n)), 0n));
  fc.assert(
    fc.property(universe, (mask) => {
      const all = [...subsets(mask)];
      expect(all).toEqual(all.map((_, i) => subsetAt(mask, BigInt(i))));
      expect(all.at(-1)).toBe(mask);
      expect(all.map((_, i) => subsetNumber(mask, BigInt(i)))).toEqual(all);
      expect(() => subsetNumber(mask, BigInt(all.length))).toThrow(
        `there are ${all.length} subsets`,
      );
    }),
  );
});

test("the subsets of 64 bits begin, and end where one asks by number", () => {
  const [first, second, third] = subsets(MASK_MAX);
  expect([first, second, third]).toEqual([0n, 1n, 2n]);
  expect(subsetNumber(MASK_MAX, MASK_MAX)).toBe(MASK_MAX);
});

test("what is no universe and no number is refused at once", () => {
  expect(() => subsets(-1n)).toThrow("a universe has bits 0 to 63: -1");
  expect(() => subsets(1n << 64n)).toThrow(RangeError);
  expect(() => subsets(7 as unknown as bigint)).toThrow("a universe is a bigint, not number");
  expect(() => subsetNumber(7n, -1n)).toThrow("numbered from 0: none is -1");
  expect(() => subsetNumber(7n, 1 as unknown as bigint)).toThrow("an index is a bigint");
});
