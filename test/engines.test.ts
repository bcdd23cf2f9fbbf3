/**
 * The three engines agree to the last bit: the reference (one mask, one pass), the core (by table
 * and by literal walk), the symbolic engine. On every mask of every processor, and on folds of
 * random steps in both lane widths.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { reachOf } from "../src/algebra/bounds.ts";
import { bySize, FIGURES, merge, type Summary } from "../src/algebra/figures.ts";
import { type Fold, foldOf, sizeAt } from "../src/algebra/fold.ts";
import type { Step } from "../src/algebra/step.ts";
import { createCore } from "../src/core/core.ts";
import {
  CALL_MASKS,
  createEngine,
  DISTINCT_MAX,
  type EngineSource,
} from "../src/exhaustive/engine.ts";
import { enumerate } from "../src/exhaustive/enumerate.ts";
import { lanesOf } from "../src/exhaustive/lanes.ts";
import { RULES } from "../src/rules/index.ts";
import { stepsOf } from "../src/rules/rule.ts";
import { symbolicSummary } from "../src/symbolic/summary.ts";
import { hex, popcount, subsetAt } from "../src/xsave/mask.ts";
import { enumerated } from "../src/xsave/processor.ts";
import { masksOf, rulesOn, servedBy, TABLES, total } from "./spaces.ts";

const core = createCore();
const ALL = new Set(FIGURES);
const SOURCES: readonly EngineSource[] = ["table", "walk"];
const comparable = (summary: Summary) => ({ ...summary, histogram: bySize(summary.histogram) });

/** The first subset whose size `source` gets wrong, with both sizes; undefined if there is none. */
function firstWrong(fold: Fold, source: EngineSource): string | undefined {
  const engine = createEngine(fold, core, source);
  const end = 2 ** fold.pairs.length;
  for (let at = 0; at < end; at += engine.window) {
    const sizes = engine.sizes(at, Math.min(at + engine.window, end));
    for (const [i, size] of sizes.entries()) {
      const right = sizeAt(fold, BigInt(at + i));
      if (size !== right) return `subset ${at + i}: ${size}, not ${right}`;
    }
  }
  return undefined;
}

const foldable = RULES.filter((rule) => rule.steps);

test.each(foldable.map((rule) => [rule.id, rule] as const))(
  "always: %s: core and walk of the rule agree on every mask of every processor",
  (_, rule) => {
    let checked = 0;
    const served = servedBy(rule, TABLES);
    for (const cpu of served) {
      const universe = enumerated(cpu) & ~3n;
      const fold = foldOf(stepsOf(rule, cpu), universe, 3n);
      const engine = createEngine(fold, core);
      const count = 2 ** popcount(universe);
      const sizes = engine.sizes(0, count);
      for (let i = 0; i < count; i++) {
        const mask = subsetAt(universe, BigInt(i)) | 3n;
        const right = rule.walk(cpu, mask);
        if (sizes[i] !== right)
          throw new Error(`${cpu.id} ${hex(mask)}: ${sizes[i]}, not ${right}`);
        checked++;
      }
    }
    expect(checked).toBe(total(masksOf, served));
  },
);

test("always: every figure is the same from table, walk, symbolic engine and enumeration", () => {
  let checked = 0;
  for (const cpu of TABLES) {
    for (const rule of rulesOn(cpu)) {
      const fold = foldOf(stepsOf(rule, cpu), enumerated(cpu) & ~3n, 3n);
      const count = 2 ** fold.pairs.length;
      const right = comparable(symbolicSummary(fold));
      for (const source of SOURCES) {
        const summary = createEngine(fold, core, source).summary(ALL, 0, count);
        expect(comparable(summary), `${cpu.id} ${rule.id} ${source}`).toEqual(right);
      }
      if (count <= 1024) expect(comparable(enumerate(fold, 0n, BigInt(count)))).toEqual(right);
      checked += count;
    }
  }
  expect(checked).toBe(total((cpu) => masksOf(cpu) * rulesOn(cpu).length, TABLES));
});

/** Steps of every kind; `scale` 1 keeps most folds within 16-bit lanes, 1000 takes them beyond. */
const anyStep = (scale: number): fc.Arbitrary<Step> => {
  const bytes = fc.integer({ min: -20, max: 300 }).map((x) => x * scale);
  return fc.record({
    keep: fc.boolean().map((no) => !no || scale === 0),
    plus: bytes,
    align: fc.constantFrom(1 as const, 64 as const),
    then: bytes,
    atLeast: fc.oneof(
      fc.constant(Number.NEGATIVE_INFINITY),
      fc.integer({ min: 0, max: 4000 }).map((x) => x * scale),
    ),
  });
};
const identity = fc.constant<Step>({
  keep: true,
  plus: 0,
  align: 1,
  then: 0,
  atLeast: Number.NEGATIVE_INFINITY,
});

const anyFold = (scale: number, positions: number): fc.Arbitrary<Fold> =>
  fc
    .record({
      start: fc.integer({ min: 0, max: 1000 }).map((x) => x * scale),
      pairs: fc.array(
        fc.record({ absent: fc.oneof(identity, anyStep(scale)), present: anyStep(scale) }),
        { minLength: positions, maxLength: positions },
      ),
    })
    .map(({ start, pairs }) => ({
      start,
      pairs: pairs.map((pair, j) => ({ ...pair, weight: 1n << BigInt(j) })),
      origin: 0n,
    }))
    .filter((fold) => {
      try {
        return reachOf(fold).least >= 0;
      } catch {
        return false;
      }
    });

test.each([
  [1, 5],
  [1, 9],
  [1, 14],
  [1000, 5],
  [1000, 9],
  [1000, 14],
] as const)("always: on random folds of scale %i over %i positions", (scale, positions) => {
  const widths = new Set<boolean>();
  let checked = 0;
  fc.assert(
    fc.property(anyFold(scale, positions), (fold) => {
      widths.add(lanesOf(fold).wide);
      for (const source of SOURCES) {
        const wrong = firstWrong(fold, source);
        if (wrong !== undefined) throw new Error(wrong);
      }
      const right = comparable(enumerate(fold, 0n, 1n << BigInt(positions)));
      expect(comparable(symbolicSummary(fold))).toEqual(right);
      for (const source of SOURCES) {
        const summary = createEngine(fold, core, source).summary(ALL, 0, 2 ** positions);
        expect(comparable(summary)).toEqual(right);
      }
      checked += 2 ** positions;
    }),
    { numRuns: positions === 14 ? 12 : 60 },
  );
  expect(checked).toBe(2 ** positions * (positions === 14 ? 12 : 60));
  if (scale === 1000) expect(widths).toContain(true);
});

/** A fold of 24 positions with aligned ones among the low and the high part. */
const big = (grain: number): Fold => ({
  start: 576,
  origin: 0n,
  pairs: Array.from({ length: 24 }, (_, j) => ({
    absent: { keep: true, plus: 0, align: 1, then: 0, atLeast: Number.NEGATIVE_INFINITY },
    present: {
      keep: true,
      plus: 0,
      align: j % 5 === 0 ? 64 : 1,
      then: grain * (1 + ((j * 7) % 31)),
      atLeast: Number.NEGATIVE_INFINITY,
    },
    weight: 1n << BigInt(j),
  })),
});

test.each([8, 104])("table, walk and symbolic agree on 2^24 masks, grain %i, in parts", (grain) => {
  const fold = big(grain);
  expect(lanesOf(fold).wide).toBe(grain === 104);
  const right = comparable(symbolicSummary(fold));
  for (const source of SOURCES) {
    const engine = createEngine(fold, core, source);
    // Ranges that start in the middle make the stack seek.
    const cuts = [0, engine.block, 5 * engine.block, 2 ** 23 + engine.block, 2 ** 24];
    const parts = cuts.slice(1).map((to, i) => engine.summary(ALL, cuts[i] ?? 0, to));
    expect(comparable(parts.reduce(merge))).toEqual(right);
  }
  expect(right.masks).toBe(1n << 24n);
});

test("of equal sizes in several calls of the core, the lowest mask is told", () => {
  // The two highest positions change nothing: every size stands four times, a call apart.
  const { pairs, ...rest } = big(8);
  const fold = {
    ...rest,
    pairs: pairs.map((pair, j) => (j < 22 ? pair : { ...pair, present: pair.absent })),
  };
  expect(CALL_MASKS).toBe(2 ** 22);
  const right = symbolicSummary(fold);
  expect(right.max.index).toBeLessThan(2 ** 22);
  const figures = new Set(["min", "max"] as const);
  for (const source of SOURCES) {
    const { min, max } = createEngine(fold, core, source).summary(figures, 0, 2 ** 24);
    expect({ min, max }).toEqual({ min: right.min, max: right.max });
  }
});

test("sizes near 2^31 fit their lanes: strips carry the sums", () => {
  const fold: Fold = {
    start: 576,
    origin: 0n,
    pairs: Array.from({ length: 6 }, (_, j) => ({
      absent: { keep: true, plus: 0, align: 1, then: 0, atLeast: Number.NEGATIVE_INFINITY },
      present: {
        keep: true,
        plus: 0,
        align: j === 3 ? 64 : 1,
        then: 2 ** 28 + 2 ** 26 + j,
        atLeast: Number.NEGATIVE_INFINITY,
      },
      weight: 1n << BigInt(j),
    })),
  };
  const right = comparable(enumerate(fold, 0n, 64n));
  expect(right.max.size).toBeGreaterThan(2 ** 30);
  for (const source of SOURCES) {
    expect(comparable(createEngine(fold, core, source).summary(ALL, 0, 64))).toEqual(right);
  }
  expect(comparable(symbolicSummary(fold))).toEqual(right);
});

test("a histogram of more than 2^20 sizes is refused where they cannot be binned", () => {
  // 2^21 sums, each once.
  const fold: Fold = {
    start: 0,
    origin: 0n,
    pairs: big(8)
      .pairs.slice(0, 21)
      .map((pair, j) => ({
        ...pair,
        present: { ...pair.present, align: 1, then: 2 ** j },
      })),
  };
  expect(() =>
    createEngine(fold, core).summary(new Set(["histogram"] as const), 0, 2 ** 21),
  ).toThrow(`more than ${DISTINCT_MAX} distinct sizes: no histogram`);
  expect(DISTINCT_MAX).toBe(2 ** 20);
});

test("a universe wider than 2^40 is refused, and told of the symbolic engine", () => {
  const pairs = Array.from({ length: 41 }, () => big(8).pairs[0] as Fold["pairs"][number]);
  expect(() => createEngine({ start: 0, pairs, origin: 0n })).toThrow("use --method symbolic");
});
