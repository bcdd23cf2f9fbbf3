/** Sums over host masks, and what a report makes of them, a bound that was met included. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { check } from "../../../src/linux/check.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { surveyReport } from "../../../src/linux/survey/report.ts";
import { surveyPlan } from "../../../src/linux/survey/survey.ts";
import {
  mergeParts,
  mergeTallies,
  nothing,
  type Tally,
  UNBROKEN,
} from "../../../src/linux/survey/tally.ts";

const SPR = processor("sapphire-rapids");
const broken = (hostMask: bigint, value: number, dynamic = 0x40n): Tally => {
  const witness = { hostMask, dynamic, value };
  return { ...UNBROKEN, breaks: 1, lowest: witness, shortest: witness, worst: witness };
};

test("lowest goes by mask, shortest by fewest steps, worst by most bytes; equals by mask, then dynamic", () => {
  const [low, high] = [broken(0x3n, 5), broken(0x7n, 2)];
  for (const sum of [mergeTallies(low, high), mergeTallies(high, low)]) {
    const { breaks, lowest, shortest, worst } = sum;
    expect([breaks, lowest?.hostMask, shortest?.hostMask, worst?.hostMask]).toEqual([
      2,
      0x3n,
      0x7n,
      0x3n,
    ]);
  }
  const [first, second] = [broken(0x7n, 2, 0x20n), broken(0x7n, 2, 0x40n)];
  for (const sum of [mergeTallies(first, second), mergeTallies(second, first)]) {
    expect([sum.lowest, sum.shortest, sum.worst].map((one) => one?.dynamic)).toEqual([
      0x20n,
      0x20n,
      0x20n,
    ]);
  }
  const equal = mergeTallies(broken(0x7n, 2), broken(0x3n, 2));
  expect([equal.shortest?.hostMask, equal.worst?.hostMask]).toEqual([0x3n, 0x3n]);
});

test("a bound met on some mask: undecided where nothing broke, broken where something did", () => {
  const options = { properties: ["guest-perm-keeps-defaults", "buffer-fits", "buffer-exact"] };
  const plan = surveyPlan(SPR, [version("linux-6.17")], options);
  const tallies = [
    { ...UNBROKEN, undecided: 1 },
    UNBROKEN,
    { ...broken(0x61ee7n, 1, 0x40000n), undecided: 1 },
  ];
  const part = { ...nothing(3), masks: 4, bounded: 1, tallies };
  const [row] = surveyReport(plan, [part], options).sweeps;
  expect([row?.complete, row?.properties.map(({ holds }) => holds)]).toEqual([
    false,
    [null, true, false],
  ]);
  const [whole] = surveyReport(plan, [{ ...part, bounded: 0 }], options).sweeps;
  expect(whole?.complete).toBe(true);
});

test("one check whose bound is met decides what it broke, and nothing else", () => {
  const { complete, states, properties } = check(SPR, version("linux-5.18"), {
    hostMask: 0x61ee7n,
    bounds: { states: 3, steps: Number.POSITIVE_INFINITY },
  });
  expect([complete, states <= 4]).toEqual([false, true]);
  const holds = new Map(properties.map(({ id, holds }) => [id, holds]));
  expect([holds.get("S5"), holds.get("P1"), holds.get("B1")]).toEqual([false, false, null]);
});

test("hidden is said of masks alone: a size that is short by 0 bytes would not be broken", () => {
  const hidden = (kernel: string, hostMask: bigint) =>
    check(SPR, version(kernel), { hostMask })
      .properties.filter((property) => property.hidden)
      .map(({ id }) => id);
  expect(hidden("linux-5.18", 0x61ee7n)).toEqual(["P1", "B4"]);
  expect(hidden("linux-5.18", 0x618e7n)).toEqual([]);
  expect(hidden("linux-6.17", 0x61ee7n)).toEqual([]);
});

test("every number of two parts is added", () => {
  const part = (n: number) => ({ ...nothing(1), masks: n, bounded: n, states: n, transitions: n });
  expect(mergeParts(part(2), part(5))).toEqual(part(7));
});

test("a report sums the masks of its rows, and traces the shortest apart from the lowest", () => {
  const options = { properties: ["guest-perm-keeps-defaults"] };
  const plan = surveyPlan(SPR, [version("linux-5.16"), version("linux-5.18")], options);
  const [low, short] = [broken(0x618e7n, 1, 0x40000n), broken(0x61ee7n, 1, 0x40000n)];
  const tally = { ...low, shortest: short.shortest };
  const part = { ...nothing(1), masks: 3, tallies: [tally] };
  const { masks, sweeps } = surveyReport(plan, [part, { ...part, masks: 4 }], options);
  expect(masks).toBe(7);
  const [found] = sweeps[1]?.properties ?? [];
  expect([found?.lowest?.hostMask, found?.shortest?.hostMask]).toEqual(["0x618e7", "0x61ee7"]);
  expect(found?.shortest?.detail).toContain("0x602e7 lost 0xc00");
});

test("a check says what was asked to be dynamic, be it on the host or not", () => {
  expect(check(SPR, version("linux-6.17"), { hostMask: 0x1ee7n }).dynamic).toBe(0x40000n);
});
