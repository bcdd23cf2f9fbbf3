import { expect, test } from "vitest";
import { POSITIONS_MAX } from "../../src/algebra/bounds.ts";
import type { Fold } from "../../src/algebra/fold.ts";
import { step } from "../../src/algebra/step.ts";
import { occurrencesOf, STATES_MAX } from "../../src/symbolic/states.ts";
import { symbolicSummary } from "../../src/symbolic/summary.ts";

const foldOfSizes = (sizes: readonly number[]): Fold => ({
  start: 576,
  origin: 0n,
  pairs: sizes.map((size, j) => ({
    absent: step(),
    present: step({ then: size }),
    weight: 1n << BigInt(j),
  })),
});

test("62 positions: counts are exact and add up to 2^62", () => {
  const summary = symbolicSummary(foldOfSizes(Array.from({ length: 62 }, (_, j) => 8 * (j + 1))));
  const total = [...summary.histogram.values()].reduce((sum, count) => sum + count, 0n);
  expect([summary.masks, total]).toEqual([1n << 62n, 1n << 62n]);
  // Every position is present in half of the masks.
  expect(summary.sum).toBe((1n << 62n) * 576n + (1n << 61n) * 8n * 1953n);
  expect(summary.max.index).toBe((1n << 62n) - 1n);
});

test("with equal sizes the counts are binomial, the lowest index has the lowest bits", () => {
  const occurrences = occurrencesOf(foldOfSizes(Array.from({ length: 40 }, () => 8)));
  expect(occurrences.length).toBe(41);
  expect(occurrences[20]).toEqual({
    size: 576 + 160,
    count: 137846528820n,
    indexSum: BigInt.asUintN(64, 68923264410n * ((1n << 40n) - 1n)),
    lowest: (1n << 20n) - 1n,
  });
});

test("too many distinct sizes are refused by name", () => {
  const doubling = foldOfSizes(Array.from({ length: 22 }, (_, j) => 2 ** j));
  expect(() => occurrencesOf(doubling)).toThrow(
    `symbolic: more than ${STATES_MAX} distinct sizes after 21 of 22 components`,
  );
});

test("no engine sends to the other what the other refuses too", () => {
  const advice = (positions: number): string => {
    const doubling = foldOfSizes(Array.from({ length: positions }, (_, j) => 2 ** (j % 30)));
    try {
      occurrencesOf(doubling);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  expect(advice(POSITIONS_MAX)).toMatch(/use --method exhaustive\)$/);
  expect(advice(POSITIONS_MAX + 1)).toMatch(/\(take a smaller --universe\)$/);
});
