import { expect, test } from "vitest";
import { legalPlan } from "../../src/algebra/legal-folds.ts";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { migratedImages } from "../../src/questions/migrated-image.ts";
import { migration } from "../../src/questions/migration.ts";
import { xrstor } from "../../src/questions/xrstor.ts";
import { COMPACTED_FLAG } from "../../src/xsave/area.ts";
import { layout } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import { enumerated, userPart } from "../../src/xsave/processor.ts";
import { synthetic } from "../processors.ts";
import { legalMasksOf, total } from "../spaces.ts";

const totals = (from: string, to: string) => {
  const { masks } = migration(processor(from), processor(to));
  const count = (key: "representable" | "standardValid" | "compactedValid") =>
    masks.filter((one) => one[key]).length;
  return [masks.length, count("representable"), count("standardValid"), count("compactedValid")];
};

test.each([
  ["sapphire-rapids", "zen-4", [1024, 32, 192, 32]],
  ["zen-4", "sapphire-rapids", [32, 32, 12, 32]],
  ["ice-lake-sp", "sapphire-rapids", [16, 16, 16, 16]],
  // PKRU takes 64 bytes on Zen 2 and 8 on Zen 3: what has it cannot come over.
  ["zen-2", "zen-3", [6, 3, 3, 3]],
])("%s to %s: masks, representable, standard valid, compacted valid", (from, to, right) => {
  expect(totals(from, to)).toEqual(right);
});

test("always: every legal mask is there; to itself, nothing is lost and nothing moves", () => {
  let masks = 0;
  for (const cpu of CATALOGUE) {
    const report = migration(cpu, cpu);
    expect(BigInt(report.masks.length)).toBe(legalPlan(cpu, enumerated(cpu) & ~1n, 1n).masks);
    const spoiled = report.masks.find(
      (one) => !one.representable || !one.standardValid || !one.compactedValid || one.standardMoved,
    );
    if (spoiled) throw new Error(`${cpu.id} ${hex(spoiled.mask)}`);
    masks += report.masks.filter(({ mask }) => (mask & 2n) !== 0n).length;
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

test("always: of every XSTATE_BV within a mask, as many are fine, wrong and fault as XRSTOR says one by one", () => {
  const pairs = [
    ["ice-lake-sp", "zen-4"],
    ["zen-4", "ice-lake-sp"],
    ["skylake-sp", "zen-3"],
    ["zen-2", "zen-3"],
    ["bulldozer", "zen-2-4700s"],
    ["tiger-lake", "zen-4"],
  ] as const;
  let checked = 0;
  for (const [a, b] of pairs) {
    const [from, to] = [processor(a), processor(b)];
    for (const { mask } of migration(from, to).masks) {
      for (const { format, op, holds, fine, wrong, faults } of migratedImages(from, to, mask)) {
        const counts = { fine: 0n, wrong: 0n, faults: 0n };
        for (let i = 0n; i < 1n << BigInt(popcount(holds)); i++) {
          const image = {
            xstateBv: subsetAt(holds, i),
            xcompBv: format === "standard" ? 0n : COMPACTED_FLAG | holds,
          };
          const xss = op === "xrstors" ? to.xss : 0n;
          const registers = { op, xcr0: to.xcr0, xss, rfbm: COMPACTED_FLAG - 1n };
          const verdict = xrstor(to, image, registers, from);
          const spoiled = verdict.components.some((one) => one.wrong);
          counts[verdict.fault ? "faults" : spoiled ? "wrong" : "fine"]++;
          checked++;
        }
        if (counts.fine !== fine || counts.wrong !== wrong || counts.faults !== faults) {
          throw new Error(
            `${a} ${b} ${hex(mask)} ${format}: ${JSON.stringify(Object.values(counts).map(String))}, not ${fine} ${wrong} ${faults}`,
          );
        }
        const image = format === "standard" ? userPart(from, mask) : mask;
        expect(holds).toBe(image);
      }
    }
  }
  expect(checked).toBeGreaterThan(3_000);
});

test("a mask that cannot be enabled has no image", () => {
  expect(() => migratedImages(processor("zen-4"), processor("zen-5"), 0x5n)).toThrow(
    "zen-4 has no image of 0x5: AVX (2) needs SSE (1)",
  );
});

test("too many legal masks are refused", () => {
  expect(migration(synthetic(18), processor("zen-4")).masks.length).toBeGreaterThan(2 ** 12);
  expect(() => migration(synthetic(40), processor("zen-4"))).toThrow("too many to list");
});
