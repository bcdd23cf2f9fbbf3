/** Sizes of masks, sizes that occur, rules apart: what the page asks, against the walks of the rules. */
import { expect, test } from "vitest";
import {
  CATALOGUE,
  everyMask,
  isLegal,
  occurringSizes,
  processor,
  rule,
  rulesApart,
} from "../../src/index.ts";
import { diff } from "../../src/sweep/index.ts";
import { synthetic } from "../processors.ts";

const CPUS = ["zen-4", "sapphire-rapids", "granite-rapids-apx"].map(processor);
const RULES = ["sdm-standard", "sdm-compacted", "linux-5.18-standard", "kvm-5.16-compacted"];

test.each(CPUS)("every mask of $id: sizes and occurrences are the walk's", (cpu) => {
  for (const id of RULES) {
    const all = everyMask(cpu, id);
    const sizes = Array.from({ length: all.masks }, (_, i) => rule(id).walk(cpu, all.maskOf(i)));
    const got: number[] = [];
    for (let from = 0; from < all.masks; from += all.window) {
      got.push(...all.sizes(from, Math.min(all.masks, from + all.window)));
    }
    expect(got).toEqual(sizes);
    for (const legal of [false, true]) {
      const counts = new Map<number, { count: bigint; mask: bigint }>();
      for (const [i, size] of sizes.entries()) {
        const mask = all.maskOf(i);
        if (legal && !isLegal(cpu, mask)) continue;
        const before = counts.get(size);
        counts.set(size, { count: (before?.count ?? 0n) + 1n, mask: before?.mask ?? mask });
      }
      expect(occurringSizes(cpu, id, { legal })).toEqual(
        [...counts].sort(([a], [b]) => a - b).map(([size, rest]) => ({ size, ...rest })),
      );
    }
  }
});

test("rules apart are those of diff, on every processor", async () => {
  for (const cpu of CATALOGUE) {
    for (const [a, b] of [
      ["linux-5.18-standard", "sdm-standard"],
      ["kvm-5.16-compacted", "sdm-compacted"],
    ] as const) {
      const { masks, differ, first, firstLegal, worst } = await diff(cpu, a, b, { threads: 1 });
      expect(rulesApart(cpu, a, b)).toEqual({ a, b, masks, differ, first, firstLegal, worst });
    }
  }
});

test("what cannot be asked is refused in a sentence", () => {
  const cpu = processor("zen-4");
  expect(() => everyMask(cpu, "nobody")).toThrow('"nobody" names no rule');
  expect(() => everyMask(synthetic(60), "sdm-compacted")).toThrow("too many to enumerate");
  expect(() => occurringSizes(cpu, "sdm-standard", { universe: 1n << 40n })).toThrow("bit 40");
  expect(() => rulesApart(cpu, "sdm-standard", "sdm-standard", { legal: 1 as never })).toThrow();
});
