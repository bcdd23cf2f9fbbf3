/** Breaches counted over states are those of every mask, one by one, by all three of their figures. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Fold, sizeAt } from "../../src/algebra/fold.ts";
import type { Step } from "../../src/algebra/step.ts";
import { exhaustiveBreach } from "../../src/exhaustive/enumerate-breach.ts";
import { symbolicBreach, symbolicPairBreach } from "../../src/symbolic/count-breach.ts";
import { hex } from "../../src/xsave/mask.ts";

const bytes = fc.integer({ min: 0, max: 40 });
const anyStep: fc.Arbitrary<Step> = fc.record({
  keep: fc.boolean(),
  plus: bytes,
  align: fc.constantFrom(1 as const, 64 as const),
  then: bytes,
  atLeast: fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), fc.integer({ min: 0, max: 400 })),
});

/** Folds over one universe: bits 2 up, x87 and SSE fixed, as a sweep has them. */
const folds = fc
  .integer({ min: 1, max: 7 })
  .chain((n) => {
    const pair = fc.record({ absent: anyStep, present: anyStep });
    const pairs = fc.array(pair, { minLength: n, maxLength: n });
    return fc.tuple(pairs, pairs);
  })
  .map((both) =>
    both.map(
      (pairs): Fold => ({
        start: 576,
        origin: 3n,
        pairs: pairs.map((pair, i) => ({ ...pair, weight: 4n << BigInt(i) })),
      }),
    ),
  );

/** The breach of `holds`, mask by mask. */
function plain(a: Fold, b: Fold, holds: (x: number, y: number) => boolean) {
  let broken = 0n;
  let first: bigint | null = null;
  for (let i = 0n; i < 1n << BigInt(a.pairs.length); i++) {
    if (holds(sizeAt(a, i), sizeAt(b, i))) continue;
    broken++;
    first ??= 3n + 4n * i;
  }
  return { masks: 1n << BigInt(a.pairs.length), broken, first };
}

const shown = ({ masks, broken, first }: ReturnType<typeof plain>) =>
  `${broken} of ${masks}, first ${first === null ? "none" : hex(first)}`;

test("always: of one size and of two, by states, by the core and mask by mask", () => {
  let some = 0;
  fc.assert(
    fc.property(folds, (both) => {
      const [a, b] = both as [Fold, Fold];
      const covers = (x: number, y: number) => y <= x;
      const fits = (x: number) => x <= 640;
      const right = plain(a, b, covers);
      expect(shown(symbolicPairBreach(a, b, covers))).toBe(shown(right));
      expect(shown(exhaustiveBreach([a, b], covers))).toBe(shown(right));
      const alone = plain(a, a, fits);
      expect(shown(symbolicBreach(a, fits))).toBe(shown(alone));
      expect(shown(exhaustiveBreach([a], fits))).toBe(shown(alone));
      if (right.broken > 0n && right.broken < right.masks) some++;
    }),
    { numRuns: 400 },
  );
  expect(some).toBeGreaterThan(50);
});
