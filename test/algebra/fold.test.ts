import fc from "fast-check";
import { expect, test } from "vitest";
import { reachOf } from "../../src/algebra/bounds.ts";
import { type Fold, foldOf, sizeAt, sizeOf } from "../../src/algebra/fold.ts";
import { apply, compose, IDENTITY, type Step } from "../../src/algebra/step.ts";
import { bitSteps, type Steps } from "../../src/algebra/steps.ts";
import { hasBit, popcount, subsetAt } from "../../src/xsave/mask.ts";

const bytes = fc.integer({ min: -2_000, max: 2_000 });
const anyStep: fc.Arbitrary<Step> = fc.record({
  keep: fc.boolean(),
  plus: bytes,
  align: fc.constantFrom(1 as const, 64 as const),
  then: bytes,
  atLeast: fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), bytes),
});
const pair = fc.record({ absent: anyStep, present: anyStep, weight: fc.constant(0n) });

const anySteps: fc.Arbitrary<Steps> = fc.record(
  {
    start: fc.integer({ min: 0, max: 2_000 }),
    bits: fc
      .array(fc.tuple(fc.integer({ min: 0, max: 62 }), pair), { maxLength: 7 })
      .map((rows) => bitSteps(new Map(rows))),
    last: anyStep,
  },
  { requiredKeys: ["start", "bits"] },
);

/** The plain fold: every bit from 0 to 62, one step each, and the last one. */
const plain = ({ start, bits, last = IDENTITY }: Steps, mask: bigint): number =>
  apply(
    last,
    bits.reduce((x, { absent, present }, n) => apply(hasBit(mask, n) ? present : absent, x), start),
  );

const mask63 = fc.bigInt({ min: 0n, max: (1n << 63n) - 1n });
const fewBits = fc
  .uniqueArray(fc.integer({ min: 0, max: 62 }), { maxLength: 6 })
  .map((some) => some.reduce((mask, n) => mask | (1n << BigInt(n)), 0n));

test("always: a fold narrowed to a universe gives what the plain fold gives, on every subset", () => {
  let checked = 0;
  fc.assert(
    fc.property(anySteps, fewBits, mask63, (steps, universe, rest) => {
      const fixed = rest & ~universe;
      const fold = foldOf(steps, universe, fixed);
      expect(fold.pairs.length).toBe(popcount(universe));
      for (let i = 0n; i < 1n << BigInt(fold.pairs.length); i++) {
        const mask = subsetAt(universe, i) | fixed;
        expect(sizeAt(fold, i) - plain(steps, mask), `mask ${mask.toString(16)}`).toBe(0);
        checked++;
      }
      expect(sizeOf(steps, fixed) - plain(steps, fixed)).toBe(0);
    }),
    { numRuns: 2_000 },
  );
  expect(checked).toBeGreaterThan(2_000);
});

/** Every sum that evaluating `s` at `x` passes through, in the order of the canonical form. */
function passed(s: Step, x: number): number[] {
  const sum = (s.keep ? x : 0) + s.plus;
  const aligned = s.align === 64 ? Math.ceil(sum / 64) * 64 : sum;
  return [sum, aligned, aligned + s.then, apply(s, x)];
}

/** What every run of pairs composes to, for every choice within it, applied where it can begin. */
function* passages({ start, pairs }: Fold): Generator<number> {
  let before = new Set([start]);
  for (let from = 0; from < pairs.length; from++) {
    let runs: Step[] = [IDENTITY];
    for (const { absent, present } of pairs.slice(from)) {
      runs = runs.flatMap((run) => [compose(run, absent), compose(run, present)]);
      for (const run of runs) for (const x of before) yield* passed(run, x);
    }
    const { absent, present } = pairs[from] as Fold["pairs"][number];
    before = new Set([...before].flatMap((x) => [apply(absent, x), apply(present, x)]));
  }
}

test("always: sizes and whatever a composed step passes through stay within reach", () => {
  let folds = 0;
  fc.assert(
    fc.property(
      fc.record({
        start: fc.nat(2_000),
        pairs: fc.array(pair, { maxLength: 5 }),
        origin: fc.constant(0n),
      }),
      (fold) => {
        let reach: ReturnType<typeof reachOf>;
        try {
          reach = reachOf(fold);
        } catch (error) {
          // A negative size: then there is one.
          expect(String(error)).toContain("a size below 0");
          return;
        }
        folds++;
        for (let i = 0n; i < 1n << BigInt(fold.pairs.length); i++) {
          const size = sizeAt(fold, i);
          expect(size >= reach.least && size <= reach.most, `size ${size} at ${i}`).toBe(true);
        }
        const outside = [...passages(fold)].filter((v) => v < -reach.below || v > reach.above);
        expect(outside).toEqual([]);
      },
    ),
    { numRuns: 3_000 },
  );
  expect(folds).toBeGreaterThan(300);
});

test("a size over 2^31-1 bytes or below 0 is refused", () => {
  const grow: Fold = {
    start: 576,
    pairs: Array.from({ length: 3 }, () => ({
      absent: IDENTITY,
      present: { ...IDENTITY, then: 2 ** 30 },
      weight: 0n,
    })),
    origin: 0n,
  };
  expect(() => reachOf(grow)).toThrow("over 2^31-1");
  const shrink: Fold = {
    start: 576,
    pairs: [{ absent: IDENTITY, present: { ...IDENTITY, then: -577 }, weight: 0n }],
    origin: 0n,
  };
  expect(() => reachOf(shrink)).toThrow("a size below 0 (-1)");
});
