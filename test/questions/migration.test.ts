import { expect, test } from "vitest";
import { legalPlan } from "../../src/algebra/legal-folds.ts";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { migration } from "../../src/questions/migration.ts";
import { layout } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex } from "../../src/xsave/mask.ts";
import { enumerated } from "../../src/xsave/processor.ts";
import { synthetic } from "../processors.ts";
import { legalMasksOf, total } from "../spaces.ts";

const totals = (from: string, to: string) => {
  const { masks } = migration(processor(from), processor(to));
  const count = (key: "representable" | "standardValid" | "compactedValid") =>
    masks.filter((one) => one[key]).length;
  return [masks.length, count("representable"), count("standardValid"), count("compactedValid")];
};

test.each([
  ["sapphire-rapids", "zen-4", [768, 24, 128, 24]],
  ["zen-4", "sapphire-rapids", [24, 24, 8, 24]],
  ["ice-lake-sp", "sapphire-rapids", [12, 12, 12, 12]],
  // PKRU takes 64 bytes on Zen 2 and 8 on Zen 3: what has it cannot come over.
  ["zen-2", "zen-3", [4, 2, 2, 2]],
])("%s to %s: masks, representable, standard valid, compacted valid", (from, to, right) => {
  expect(totals(from, to)).toEqual(right);
});

test("always: every legal mask is there; to itself, nothing is lost and nothing moves", () => {
  let masks = 0;
  for (const cpu of CATALOGUE) {
    const report = migration(cpu, cpu);
    expect(BigInt(report.masks.length)).toBe(legalPlan(cpu, enumerated(cpu) & ~3n, 3n).masks);
    const spoiled = report.masks.find(
      (one) => !one.representable || !one.standardValid || !one.compactedValid || one.standardMoved,
    );
    if (spoiled) throw new Error(`${cpu.id} ${hex(spoiled.mask)}`);
    masks += report.masks.length;
  }
  expect(masks).toBe(total(legalMasksOf));
});

test("always: an image is valid as it is exactly where both layouts are the same", () => {
  let checked = 0;
  const cpus = CATALOGUE.filter((_, i) => i % 4 === 1);
  for (const from of cpus) {
    for (const to of cpus) {
      for (const one of migration(from, to).masks) {
        const known = (one.mask & ~enumerated(to)) === 0n;
        const image = (cpu: typeof from) =>
          layout(cpu, one.mask, "compacted").components.map((c) => [c.bit, c.offset, c.size]);
        const same = known && isLegal(to, one.mask) && `${image(from)}` === `${image(to)}`;
        if (same !== one.compactedValid) throw new Error(`${from.id} ${to.id} ${hex(one.mask)}`);
        if (one.compactedValid && !one.representable) {
          throw new Error(`${from.id} ${to.id} ${hex(one.mask)}: valid, not representable`);
        }
        checked++;
      }
    }
  }
  expect(checked).toBeGreaterThan(5_000);
});

test("too many legal masks are refused", () => {
  expect(() => migration(synthetic(40), processor("zen-4"))).toThrow("too many to list");
});
