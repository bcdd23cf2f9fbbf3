import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { type SweepReport, sweep } from "../../src/sweep/sweep.ts";
import type { Progress } from "../../src/threads/progress.ts";
import { layout } from "../../src/xsave/layout.ts";
import { subsetAt } from "../../src/xsave/mask.ts";
import { synthetic } from "../processors.ts";
import { masksOf, total } from "../spaces.ts";

const untimed = ({ seconds: _, masksPerSecond: __, threads: ___, ...rest }: SweepReport) => rest;

test("Sapphire Rapids: 8192 masks compacted, 128 standard, both engines agree", async () => {
  const report = await sweep(processor("sapphire-rapids"), { method: "both" });
  expect(report.agree).toBe(true);
  expect(report.rules.map(({ rule, masks, distinct }) => [rule, masks, distinct])).toEqual([
    ["sdm-standard", 128n, 8],
    ["sdm-compacted", 8192n, 413],
  ]);
  expect(report.rules[1]).toMatchObject({
    universe: 0x6dfe4n,
    fixed: 3n,
    min: { size: 576, mask: 3n },
    max: { size: 11776, mask: 0x6dbe7n },
  });
});

test("always: offsets are those of the layouts, on every mask of Zen 4", async () => {
  const cpu = processor("zen-4");
  const { rules } = await sweep(cpu, { rules: ["sdm-compacted"], only: ["offsets"] });
  const seen = new Map<number, Set<number>>();
  let checked = 0;
  for (let i = 0n; i < 128n; i++, checked++) {
    for (const { bit, offset } of layout(cpu, subsetAt(0x1ae4n | 0x40n, i), "compacted")
      .components) {
      seen.set(bit, (seen.get(bit) ?? new Set()).add(offset));
    }
  }
  expect(checked).toBe(128);
  expect(rules[0]?.offsets).toEqual(
    [...seen]
      .sort(([a], [b]) => a - b)
      .map(([bit, offsets]) => ({
        bit,
        min: Math.min(...offsets),
        max: Math.max(...offsets),
        distinct: offsets.size,
      })),
  );
  expect(Object.keys(rules[0] ?? {})).toEqual([
    "rule",
    "format",
    "universe",
    "fixed",
    "masks",
    "offsets",
  ]);
});

test("the same report for any number of threads, and of the symbolic engine", async () => {
  const cpu = synthetic(26);
  const reports = await Promise.all(
    [1, 2, 3].map((threads) => sweep(cpu, { threads, method: "both" })),
  );
  expect(reports.map(({ threads }) => threads)).toEqual([1, 2, 3]);
  for (const report of reports) expect(untimed(report)).toEqual(untimed(reports[0] as SweepReport));
  expect(reports[0]?.agree).toBe(true);
  const symbolic = await sweep(cpu, { method: "symbolic" });
  expect(symbolic.rules).toEqual(reports[0]?.rules);
  expect(symbolic.masksPerSecond).toBe(0);
});

test("fixed components are present, with their offsets; others than those asked are not", async () => {
  const cpu = processor("sapphire-rapids");
  const { rules } = await sweep(cpu, {
    rules: ["sdm-compacted"],
    universe: 0x60000n,
    fixed: 0x2e7n,
    method: "both",
  });
  expect(rules[0]).toMatchObject({ masks: 4n, min: { size: 2440, mask: 0x2e7n } });
  expect(rules[0]?.offsets?.map(({ bit }) => bit)).toEqual([2, 5, 6, 7, 9, 17, 18]);
});

test("always: every processor, both engines, every figure", async () => {
  let masks = 0n;
  for (const cpu of CATALOGUE) {
    const report = await sweep(cpu, { method: "both" });
    expect(report.agree, cpu.id).toBe(true);
    masks += report.rules[1]?.masks ?? 0n;
  }
  expect(masks).toBe(BigInt(total(masksOf)));
});

test("progress adds up; an aborted signal ends the sweep with its reason", async () => {
  const seen: Progress[] = [];
  await sweep(synthetic(26), { threads: 2, only: ["sum"], onProgress: (p) => seen.push(p) });
  expect(seen.at(-1)?.done).toBe(2 * 2 ** 26);
  expect(seen.every(({ done, total }) => done <= total)).toBe(true);
  const controller = new AbortController();
  const reason = new Error("enough");
  await expect(
    sweep(synthetic(34), {
      threads: 2,
      only: ["histogram"],
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    }),
  ).rejects.toBe(reason);
});

test("bad options are refused before anything runs", async () => {
  const cpu = processor("zen-4");
  await expect(sweep(cpu, { rules: ["sdm"] })).rejects.toThrow('"sdm" names no rule');
  await expect(sweep(cpu, { only: ["mean" as "sum"] })).rejects.toThrow('"mean" names no figure');
  await expect(sweep(cpu, { threads: 0 })).rejects.toThrow(
    "threads of sweep is 0, no whole number from 1 on",
  );
  await expect(sweep(cpu, { universe: 0x60000n })).rejects.toThrow("bits 17-18 name no");
  await expect(sweep(synthetic(41))).rejects.toThrow("use --method symbolic");
  await expect(sweep(cpu, { method: "x" as "both" })).rejects.toThrow('"x" is no method');
  await expect(sweep(cpu, { domain: "x" as "own" })).rejects.toThrow('"x" is no domain');
  await expect(sweep(cpu, { thread: 3 } as object)).rejects.toThrow(
    '"thread" is no option of sweep (known: universe, fixed,',
  );
});
