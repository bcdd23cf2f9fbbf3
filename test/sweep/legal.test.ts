import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { rule } from "../../src/rules/index.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { layout } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import type { Processor } from "../../src/xsave/processor.ts";
import { synthetic } from "../processors.ts";
import { legalMasksOf, legalUserMasksOf, total } from "../spaces.ts";

/** The figures of the legal masks by filter and walk, indices of the whole universe. */
function filtered(cpu: Processor, id: string, universe: bigint) {
  const sizes = new Map<number, bigint>();
  const offsets = new Map<number, Set<number>>();
  const total = { masks: 0n, sum: 0n, checksum: 0n, min: [1e9, 0n], max: [0, 0n] };
  for (let i = 0n; i < 1n << BigInt(popcount(universe)); i++) {
    const mask = subsetAt(universe, i) | 3n;
    if (!isLegal(cpu, mask)) continue;
    const size = rule(id).walk(cpu, mask);
    total.masks++;
    total.sum += BigInt(size);
    total.checksum += (2n * i + 1n) * BigInt(size);
    if (size < Number(total.min[0])) total.min = [size, mask];
    if (size > Number(total.max[0])) total.max = [size, mask];
    sizes.set(size, (sizes.get(size) ?? 0n) + 1n);
    for (const { bit, offset } of layout(cpu, mask, "compacted").components) {
      offsets.set(bit, (offsets.get(bit) ?? new Set()).add(offset));
    }
  }
  return {
    ...total,
    checksum: BigInt.asUintN(64, total.checksum),
    histogram: [...sizes].sort(([a], [b]) => a - b),
    offsets: [...offsets]
      .sort(([a], [b]) => a - b)
      .map(([bit, all]) => [bit, Math.min(...all), Math.max(...all), all.size]),
  };
}

test("always: a sweep of the legal masks is what filtering gives, on every processor", async () => {
  let legal = 0n;
  for (const cpu of CATALOGUE) {
    const { agree, rules } = await sweep(cpu, { legal: true, method: "both" });
    expect(agree, cpu.id).toBe(true);
    for (const report of rules) {
      const right = filtered(cpu, report.rule, report.universe);
      expect(
        {
          masks: report.masks,
          sum: report.sum,
          checksum: report.checksum,
          min: [report.min?.size, report.min?.mask],
          max: [report.max?.size, report.max?.mask],
          histogram: report.histogram,
          offsets: report.offsets?.map((o) => [o.bit, o.min, o.max, o.distinct]) ?? right.offsets,
        },
        `${cpu.id} ${report.rule}`,
      ).toEqual(right);
      legal += report.masks;
    }
  }
  expect(legal).toBe(BigInt(total(legalMasksOf) + total(legalUserMasksOf)));
});

test("a third of the components settled: the checksum is still that of the whole universe", async () => {
  // Bits 2..7 and 17..19 are tied, so free components lie on both sides of tied ones.
  const cpu = { ...synthetic(22), id: "tied" };
  const { agree, rules } = await sweep(cpu, {
    legal: true,
    method: "both",
    rules: ["sdm-compacted"],
    universe: ((1n << 24n) - 1n) & ~0x3n,
    only: ["checksum", "min", "max"],
  });
  expect(agree).toBe(true);
  expect(rules[0]?.masks).toBe(3n * 3n * 2n * 2n ** 13n);
});

test("a processor without a legal mask: nothing is counted, and nothing made up", async () => {
  const cpu = { ...processor("zen-4"), xcr0: 0x2e6n };
  const { rules } = await sweep(cpu, { legal: true, fixed: 2n, rules: ["sdm-standard"] });
  expect(rules[0]).toMatchObject({ masks: 0n, sum: 0n, distinct: 0, histogram: [] });
  expect(rules[0]?.min).toBeUndefined();
});

test("--domain legal is --legal; only offsets still counts the masks", async () => {
  const cpu = processor("granite-rapids");
  const options = { rules: ["sdm-compacted"], only: ["offsets"] } as const;
  for (const legal of [{ legal: true }, { domain: "legal" }] as const) {
    const { rules } = await sweep(cpu, { ...options, ...legal });
    expect([rules[0]?.masks, rules[0]?.offsets?.length]).toEqual([1536n, 14]);
  }
});

test("the checksum of legal masks is the same when nothing else is asked for", async () => {
  const cpu = processor("granite-rapids");
  const options = { legal: true, rules: ["sdm-compacted"], method: "exhaustive" } as const;
  const [all, alone] = await Promise.all([
    sweep(cpu, options),
    sweep(cpu, { ...options, only: ["checksum"] }),
  ]);
  const [right, found] = [all, alone].map(({ rules }) => rules[0]?.checksum ?? 0n) as [
    bigint,
    bigint,
  ];
  expect(hex(found)).toBe(hex(right));
  expect(right).not.toBe(0n);
});
