import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { BOUNDS } from "../../../src/check/search.ts";
import { check } from "../../../src/linux/check.ts";
import { keepsPermissions, VERSIONS, version } from "../../../src/linux/kernel/version.ts";
import { byVersion, surveyReport } from "../../../src/linux/survey/report.ts";
import { runSurvey } from "../../../src/linux/survey/run.ts";
import { survey, surveyPlan } from "../../../src/linux/survey/survey.ts";
import { mergeParts, nothing } from "../../../src/linux/survey/tally.ts";
import { isLegal } from "../../../src/xsave/legality.ts";
import { hex, subsetAt } from "../../../src/xsave/mask.ts";

const ZEN_4 = processor("zen-4");
const SPR = processor("sapphire-rapids");

test("the plan covers every subset of what is managed once, for every version", () => {
  const { universe, tasks } = surveyPlan(SPR, VERSIONS);
  expect(universe).toBe(0x61ee4n);
  const masks = tasks.reduce((sum, { from, to }) => sum + to - from, 0);
  expect(masks).toBe(VERSIONS.length * 1024);
});

test("each: a component is dynamic only on the masks that have it, 7 x 512 of them", () => {
  const { rows, tasks } = surveyPlan(SPR, [version("linux-6.17")], { dynamic: "each" });
  expect(rows.map(({ dynamic }) => dynamic)).toEqual([
    0x4n,
    0x20n,
    0x40n,
    0x80n,
    0x200n,
    0x20000n,
    0x40000n,
  ]);
  expect(
    tasks.every(({ fixed, universe, dynamic }) => fixed === dynamic && !(universe & fixed)),
  ).toBe(true);
  expect(tasks.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(7 * 512);
});

test("a survey says what one check per mask says: 128 masks of Zen 4, opmask dynamic", async () => {
  const kernel = version("mail-v6");
  const options = { dynamic: 0x20n };
  const plan = surveyPlan(ZEN_4, [kernel], options);
  const parts = await runSurvey(plan, { threads: 1 });
  const [row] = surveyReport(plan, parts, options).sweeps;
  const checks = Array.from({ length: 128 }, (_, i) => {
    const hostMask = subsetAt(plan.universe, BigInt(i)) | 0x3n;
    return check(ZEN_4, kernel, { hostMask, dynamic: 0x20n });
  });
  expect(row?.masks).toBe(128);
  expect(row?.states).toBe(checks.reduce((sum, { states }) => sum + states, 0));
  expect(row?.transitions).toBe(checks.reduce((sum, { transitions }) => sum + transitions, 0));
  for (const [p, tally] of (row?.properties ?? []).entries()) {
    const broken = checks.filter(({ properties }) => properties[p]?.holds === false);
    expect([tally.name, tally.breaks]).toEqual([tally.name, broken.length]);
    expect(tally.lowest?.hostMask).toBe(broken[0] && hex(broken[0].hostMask));
    expect(tally.hidden).toBe(broken.filter(({ properties }) => properties[p]?.hidden).length);
    const steps = broken.map(({ properties }) => properties[p]?.steps ?? 0);
    if (steps.length > 0) expect(tally.shortest?.steps).toBe(Math.min(...steps));
    const bytes = broken.map(({ properties }) => properties[p]?.shortfall ?? 0);
    if (tally.worst) expect(tally.worst.shortfall).toBe(Math.max(...bytes));
  }
  expect(row?.properties.some(({ breaks }) => breaks > 0)).toBe(true);
});

test("it does not matter in which order the parts come", () => {
  const { tasks, properties } = surveyPlan(ZEN_4, [version("linux-5.18")], { dynamic: 0x20n });
  const parts = tasks.map(survey);
  const sum = parts.reduce(mergeParts, nothing(properties.length));
  expect(parts.reverse().reduce(mergeParts, nothing(properties.length))).toEqual(sum);
  expect(sum.masks).toBe(128);
});

test("theorem: no version from linux-6.16 on breaks P1 or B1 on any legal host mask with one dynamic feature", async () => {
  const versions = VERSIONS.filter(keepsPermissions);
  const options = {
    legal: true,
    dynamic: "each",
    properties: ["guest-perm-keeps-defaults", "buffer-fits"],
  } as const;
  let checked = 0;
  for (const cpu of [SPR, ZEN_4, processor("granite-rapids-apx"), processor("comet-lake-h")]) {
    const plan = surveyPlan(cpu, versions, options);
    const parts = await runSurvey(plan, { threads: 2 });
    const [{ rows }, sums] = byVersion(plan, parts);
    expect(rows.map(({ version: { id } }) => id)).toEqual(versions.map(({ id }) => id));
    for (const { masks, bounded, tallies } of sums) {
      expect([cpu.id, bounded, tallies.map(({ breaks }) => breaks)]).toEqual([cpu.id, 0, [0, 0]]);
      checked += masks;
    }
  }
  expect(versions.length).toBeGreaterThanOrEqual(2);
  expect(checked).toBe(1076 * versions.length);
});

test("the theorem's survey can fail: linux-5.18 breaks P1 on legal masks with one dynamic feature", async () => {
  const options = {
    legal: true,
    dynamic: "each",
    properties: ["guest-perm-keeps-defaults"],
  } as const;
  const plan = surveyPlan(SPR, [version("linux-5.18")], options);
  const [, [sum]] = byVersion(plan, await runSurvey(plan, { threads: 1 }));
  const lowest = sum?.tallies[0]?.lowest;
  expect(sum?.tallies[0]?.breaks).toBeGreaterThan(0);
  expect(isLegal(SPR, lowest?.hostMask ?? 0n)).toBe(true);
});

test("a survey that meets a bound is not complete, and what it has not broken is undecided", async () => {
  const kernel = version("linux-5.18");
  const options = { dynamic: 0x20n, bounds: { ...BOUNDS, states: 4 } };
  const plan = surveyPlan(ZEN_4, [kernel], options);
  const parts = await runSurvey(plan, { threads: 1 });
  const [row] = surveyReport(plan, parts, options).sweeps;
  expect([row?.masks, row?.complete, row?.states]).toEqual([128, false, 4 * 128]);
  const checks = Array.from({ length: 128 }, (_, i) =>
    check(ZEN_4, kernel, { hostMask: subsetAt(plan.universe, BigInt(i)) | 0x3n, ...options }),
  );
  for (const [p, { name, breaks, undecided, holds }] of (row?.properties ?? []).entries()) {
    const open = checks.filter(({ properties }) => properties[p]?.holds === null).length;
    expect([name, undecided, undecided + breaks]).toEqual([name, open, 128]);
    expect([name, holds]).toEqual([name, breaks > 0 ? false : null]);
  }
});
