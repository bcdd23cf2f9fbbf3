import fc from "fast-check";
import { expect, test } from "vitest";
import { type LegalPlan, legalPlan } from "../../src/algebra/legal-folds.ts";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import { described, enumerated, type Processor, userPart } from "../../src/xsave/processor.ts";
import { anyProcessor } from "../rules/tables.ts";
import { describedMasksOf, total } from "../spaces.ts";

const planned = ({ combinations, free }: LegalPlan): bigint[] =>
  combinations
    .flatMap((settled) =>
      Array.from({ length: 2 ** popcount(free) }, (_, i) => settled | subsetAt(free, BigInt(i))),
    )
    .sort((a, b) => (a < b ? -1 : 1));

function filtered(cpu: Processor, universe: bigint, fixed: bigint): bigint[] {
  const varying = universe & ~fixed;
  return Array.from(
    { length: 2 ** popcount(varying) },
    (_, i) => subsetAt(varying, BigInt(i)) | fixed,
  ).filter((mask) => isLegal(cpu, mask));
}

test("always: the plan holds the legal masks and no others, on every mask of every processor", () => {
  let checked = 0;
  for (const cpu of CATALOGUE) {
    for (const fixed of [0n, 1n, 3n]) {
      const universe = described(cpu);
      const plan = legalPlan(cpu, universe, fixed);
      const masks = planned(plan);
      const filter = filtered(cpu, universe, fixed);
      const at = filter.findIndex((mask, i) => masks[i] !== mask);
      if (at !== -1) throw new Error(`${cpu.id} ${hex(filter[at] ?? 0n)}, fixed ${hex(fixed)}`);
      expect(masks.length, cpu.id).toBe(filter.length);
      expect(plan.masks).toBe(BigInt(filter.length));
      checked += 2 ** popcount(universe & ~fixed);
    }
  }
  // x87 and SSE both free, then SSE alone, then neither.
  expect(checked).toBe(total(describedMasksOf) * (1 + 1 / 2 + 1 / 4));
});

test("always: so on random tables, with any universe and any fixed components", () => {
  const part = fc.bigInt({ min: 0n, max: (1n << 63n) - 1n });
  let legal = 0;
  fc.assert(
    fc.property(anyProcessor, part, part, (cpu, some, others) => {
      const universe = described(cpu) & some;
      const fixed = described(cpu) & others & (some | 3n);
      const masks = planned(legalPlan(cpu, universe, fixed));
      expect(masks).toEqual(filtered(cpu, universe, fixed));
      legal += masks.length;
    }),
    { numRuns: 1_000 },
  );
  expect(legal).toBeGreaterThan(1_000);
});

test("a processor whose XCR0 is not legal has the legal masks that are left", () => {
  const half = { ...processor("sapphire-rapids"), xcr0: 0x202e7n };
  const plan = legalPlan(half, enumerated(half) & ~3n, 3n);
  expect(plan.combinations.map(hex)).toEqual(["0x3", "0x7", "0xe7"]);
  const noX87 = { ...half, xcr0: 0x2e6n };
  expect(legalPlan(noX87, enumerated(noX87), 0n)).toMatchObject({ combinations: [], masks: 0n });
});

test.each([
  ["granite-rapids", 1536, 16384],
  ["sapphire-rapids", 768, 8192],
  ["granite-rapids-apx", 3072, 32768],
])("%s: %i legal masks of %i", (id, legal, all) => {
  const cpu = processor(id);
  const universe = enumerated(cpu) & ~3n;
  expect(legalPlan(cpu, universe, 3n).masks).toBe(BigInt(legal));
  expect(2 ** popcount(universe)).toBe(all);
  // The supervisor components are free: an eighth digit would be one too many.
  expect(legalPlan(cpu, universe, 3n).free & ~userPart(cpu, universe)).toBe(cpu.xss);
});
