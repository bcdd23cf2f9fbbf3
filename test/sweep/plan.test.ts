import { expect, test } from "vitest";
import { FIGURES } from "../../src/algebra/figures.ts";
import { processor } from "../../src/catalogue/index.ts";
import { questionOf } from "../../src/questions/question.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../../src/rules/sdm.ts";
import { masksOf, partsOf, TASK_MASKS, tasksOf } from "../../src/sweep/plan.ts";
import { synthetic } from "../processors.ts";

const SPR = processor("sapphire-rapids");
const ALL = new Set(FIGURES);

test("the default universe is all that is enumerated, for standard rules its user part", () => {
  expect(questionOf(SPR, SDM_COMPACTED, undefined).universe).toBe(0x6dfe4n);
  expect(questionOf(SPR, SDM_STANDARD, undefined).universe).toBe(0x602e4n);
  expect(questionOf(processor("centaur-cns"), SDM_COMPACTED, undefined).universe).toBe(0x2fcn);
});

test("bits of fixed are taken out of the universe", () => {
  expect(questionOf(SPR, SDM_COMPACTED, 0x2e7n, 0x7n)).toMatchObject({
    universe: 0x2e0n,
    fixed: 0x7n,
  });
});

test("a component that is described but not enumerated is part of no universe", () => {
  expect(() => questionOf(processor("centaur-cns"), SDM_COMPACTED, 0x800n)).toThrow(
    "describes bit 11 but does not enumerate it",
  );
});

test("one part for the sizes, one a component for the offsets, each over the bits below it", () => {
  const parts = partsOf(SPR, questionOf(SPR, SDM_COMPACTED, undefined), ALL);
  expect(parts.map(masksOf)).toEqual([8192, ...Array.from({ length: 13 }, (_, i) => 2 ** i)]);
  const standard = partsOf(SPR, questionOf(SPR, SDM_STANDARD, undefined), ALL);
  expect(standard.map(masksOf)).toEqual([128]);
});

test.each([
  [18, 1],
  [26, 2],
  [32, 2],
  [40, 64],
])("tasks over 2^%i masks for %i threads cover every subset once, none too small", (n, threads) => {
  const cpu = synthetic(n);
  const parts = partsOf(cpu, questionOf(cpu, SDM_COMPACTED, undefined), new Set(["sum"] as const));
  const tasks = tasksOf(parts, threads).toSorted((a, b) => a.from - b.from);
  let end = 0;
  for (const { from, to } of tasks) {
    expect(from).toBe(end);
    expect(to - from).toBeGreaterThanOrEqual(Math.min(TASK_MASKS, 2 ** n));
    end = to;
  }
  expect(end).toBe(2 ** n);
});
