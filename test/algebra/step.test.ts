import fc from "fast-check";
import { expect, test } from "vitest";
import {
  apply,
  compose,
  constant,
  IDENTITY,
  isIdentity,
  type Step,
  step,
} from "../../src/algebra/step.ts";

/** Values around the alignment and its multiples, on both sides of zero. */
const VALUES = [-65, -64, -1, 0, 1, 63, 64];
const BOUNDS = [Number.NEGATIVE_INFINITY, -64, 0, 65];

const SMALL: Step[] = [true, false].flatMap((keep) =>
  ([1, 64] as const).flatMap((align) =>
    VALUES.flatMap((plus) =>
      VALUES.flatMap((then) => BOUNDS.map((atLeast) => ({ keep, plus, align, then, atLeast }))),
    ),
  ),
);

const bytes = fc.integer({ min: -20_000, max: 20_000 });
const anyStep: fc.Arbitrary<Step> = fc.record({
  keep: fc.boolean(),
  plus: bytes,
  align: fc.constantFrom(1 as const, 64 as const),
  then: bytes,
  atLeast: fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), bytes),
});

const isStep = (s: Step): boolean =>
  Number.isInteger(s.plus) &&
  Number.isInteger(s.then) &&
  (s.align === 1 || s.align === 64) &&
  (Number.isInteger(s.atLeast) || s.atLeast === Number.NEGATIVE_INFINITY);

test("always: two steps compose to one step of the family, over every pair of small ones", () => {
  let checked = 0;
  const wrong = (what: object) => {
    throw new Error(
      JSON.stringify(what, (_, value) => (value === -Infinity ? "-Infinity" : value)),
    );
  };
  for (const f of SMALL) {
    for (const g of SMALL) {
      const both = compose(f, g);
      if (!isStep(both)) wrong({ f, g, both });
      for (const x of VALUES) {
        if (apply(both, x) !== apply(g, apply(f, x))) wrong({ f, g, both, x });
        checked++;
      }
    }
  }
  expect(checked).toBe(SMALL.length ** 2 * VALUES.length);
  expect(SMALL.length).toBe(784);
});

test("always: composition is associative, for any sizes, negative ones included", () => {
  fc.assert(
    fc.property(anyStep, anyStep, anyStep, bytes, (f, g, h, x) => {
      const one = apply(h, apply(g, apply(f, x)));
      expect(apply(compose(compose(f, g), h), x) - one).toBe(0);
      expect(apply(compose(f, compose(g, h)), x) - one).toBe(0);
    }),
    { numRuns: 20_000 },
  );
});

test("always: a step is monotone, which is what lets alignUp pass a maximum", () => {
  fc.assert(
    fc.property(anyStep, bytes, bytes, (s, x, y) => {
      expect(apply(s, Math.max(x, y))).toBe(Math.max(apply(s, x), apply(s, y)));
    }),
    { numRuns: 5_000 },
  );
});

test("always: the identity changes nothing, on either side; a constant forgets", () => {
  const wrong = SMALL.filter((s) =>
    VALUES.some(
      (x) =>
        apply(compose(IDENTITY, s), x) !== apply(s, x) ||
        apply(compose(s, IDENTITY), x) !== apply(s, x) ||
        apply(compose(s, constant(576)), x) !== 576,
    ),
  );
  expect(wrong).toEqual([]);
  expect(isIdentity(compose(IDENTITY, IDENTITY))).toBe(true);
  expect(isIdentity(step({ then: 8 }))).toBe(false);
});

test("the steps of the design, written out", () => {
  const compacted = compose(step({ align: 64 }), step({ then: 8192 }));
  const standard = step({ atLeast: 2816 + 8192 });
  expect(apply(compacted, 2504)).toBe(2560 + 8192);
  expect(apply(standard, 2696)).toBe(11008);
  expect(apply(standard, 12000)).toBe(12000);
});
