import fc from "fast-check";
import { expect, test } from "vitest";
import type { Difference } from "../../src/algebra/difference.ts";
import { type Fold, foldOf } from "../../src/algebra/fold.ts";
import type { Step } from "../../src/algebra/step.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { createCore } from "../../src/core/core.ts";
import { createComparison, plainDifference } from "../../src/exhaustive/compare.ts";
import { lanesOf } from "../../src/exhaustive/lanes.ts";
import { RULES, rule } from "../../src/rules/index.ts";
import { stepsOf } from "../../src/rules/rule.ts";
import { symbolicDifference } from "../../src/symbolic/count-difference.ts";
import { enumerated } from "../../src/xsave/processor.ts";
import { synthetic } from "../processors.ts";
import { rulesOn, TABLES, total } from "../spaces.ts";

const core = createCore();
const shown = (difference: Difference): string =>
  JSON.stringify(difference, (_, value) => (typeof value === "bigint" ? `${value}` : value));

/** Every second one, the widest among them. */
const SOME = TABLES.filter((cpu, i) => i % 2 === 0 || cpu.id === "granite-rapids-apx");

const masksIn = (fold: Fold) => 2 ** fold.pairs.length;

test("always: the core compares as counting does, every pair of rules on every second processor", () => {
  let compared = 0;
  for (const cpu of SOME) {
    const rules = rulesOn(cpu);
    const folds = rules.map((one) => foldOf(stepsOf(one, cpu), enumerated(cpu) & ~3n, 3n));
    for (const [i, a] of folds.entries()) {
      for (const [j, b] of folds.slice(0, i + 1).entries()) {
        const evaluated = shown(createComparison(a, b, core).difference(0, masksIn(a)));
        const counted = shown(symbolicDifference(a, b));
        if (evaluated !== counted) {
          const pair = `${cpu.id} ${rules[i]?.id} ${rules[j]?.id}`;
          throw new Error(`${pair}:\n  core    ${evaluated}\n  counted ${counted}`);
        }
        compared++;
      }
    }
  }
  expect(compared).toBe(
    total((cpu) => (rulesOn(cpu).length * (rulesOn(cpu).length + 1)) / 2, SOME),
  );
});

test("always: so does the literal walk, where nothing is composed", () => {
  const cpu = CATALOGUE.find(({ id }) => id === "granite-rapids-apx") ?? synthetic(1);
  const folds = RULES.map((one) => foldOf(stepsOf(one, cpu), enumerated(cpu) & ~3n, 3n));
  for (const a of folds) {
    for (const b of folds.slice(0, 8)) {
      const walked = createComparison(a, b, core, "walk").difference(0, masksIn(a));
      expect(shown(walked)).toBe(shown(symbolicDifference(a, b)));
    }
  }
});

/** Steps whose sizes stay at or above 0 and small, so that either lane holds them. */
const anyStep = (unit: number): fc.Arbitrary<Step> =>
  fc.record({
    keep: fc.boolean(),
    plus: fc.integer({ min: 0, max: 60 }).map((n) => n * unit),
    align: fc.constantFrom(1 as const, 64 as const),
    then: fc.integer({ min: 0, max: 60 }).map((n) => n * unit),
    atLeast: fc.oneof(
      fc.constant(Number.NEGATIVE_INFINITY),
      fc.integer({ min: 0, max: 600 }).map((n) => n * unit),
    ),
  });

test.each([
  ["narrow", 1, false],
  ["wide", 1000, true],
] as const)("always: on random folds in %s lanes, as mask by mask", (_, unit, wide) => {
  const folds = (positions: number) =>
    fc.array(fc.record({ absent: anyStep(unit), present: anyStep(unit) }), {
      minLength: positions,
      maxLength: positions,
    });
  const fold = (pairs: { absent: Step; present: Step }[]): Fold => ({
    start: 576,
    origin: 0n,
    pairs: pairs.map((pair, i) => ({ ...pair, weight: 1n << BigInt(i) })),
  });
  let ofThatWidth = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9 }).chain((n) => fc.tuple(folds(n), folds(n))),
      ([left, right]) => {
        const [a, b] = [fold(left), fold(right)];
        if (lanesOf(a).wide === wide) ofThatWidth++;
        const right1 = shown(plainDifference(a, b, 0, masksIn(a)));
        expect(shown(createComparison(a, b, core).difference(0, masksIn(a)))).toBe(right1);
        expect(shown(symbolicDifference(a, b))).toBe(right1);
      },
    ),
    { numRuns: 150 },
  );
  expect(ofThatWidth).toBeGreaterThan(20);
});

test("22 components in both lane widths: parts of the range merge to the whole", () => {
  for (const grain of [8, 800]) {
    const cpu = synthetic(22, grain);
    const [a, b] = ["kvm-5.16-compacted", "sdm-compacted"].map((id) =>
      foldOf(stepsOf(rule(id), cpu), enumerated(cpu) & ~3n, 3n),
    ) as [Fold, Fold];
    expect(lanesOf(a).wide).toBe(grain === 800);
    const comparison = createComparison(a, b, core);
    const whole = comparison.difference(0, 2 ** 22);
    expect(shown(whole)).toBe(shown(symbolicDifference(a, b)));
    expect(whole.differ).toBeGreaterThan(0n);
    const upper = comparison.difference(2 ** 21, 2 ** 22);
    expect(upper.masks).toBe(2n ** 21n);
    expect(comparison.difference(0, 2 ** 21).differ + upper.differ).toBe(whole.differ);
  }
});
