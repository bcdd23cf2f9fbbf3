import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldOf, offsetFoldOf } from "../../src/algebra/fold.ts";
import { apply } from "../../src/algebra/step.ts";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { RULES, rule } from "../../src/rules/index.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { refusalOf, stepsOf } from "../../src/rules/rule.ts";
import { layout } from "../../src/xsave/layout.ts";
import { hex, subsetAt } from "../../src/xsave/mask.ts";
import { described, type Processor } from "../../src/xsave/processor.ts";
import { subsets } from "../../src/xsave/subsets.ts";
import { sizesOf } from "../sizes.ts";
import { describedMasksOf, servedBy, TABLES } from "../spaces.ts";
import { anyProcessor, PROCESSORS_FOR } from "./tables.ts";

/** The subsets of a universe in the order of `sizesOf`, made once: rules share their universes. */
const masksOf = (universe: bigint): readonly bigint[] => {
  const known = MASKS.get(universe);
  if (known) return known;
  const masks = [...subsets(universe)];
  MASKS.set(universe, masks);
  return masks;
};
const MASKS = new Map<bigint, readonly bigint[]>();

/** How many masks of everything `cpu` describes, x87 and SSE too, steps and walk agree on: all. */
function held(rule: Rule, cpu: Processor): number {
  const universe = described(cpu);
  const steps = stepsOf(rule, cpu);
  const sizes = sizesOf(foldOf(steps, universe, 0n));
  for (const [i, mask] of masksOf(universe).entries()) {
    const size = sizes[i];
    const walked = rule.walk(cpu, mask);
    if (walked !== size) {
      throw new Error(`${rule.id}, ${hex(mask)} on ${cpu.id}: steps ${size}, walk ${walked}`);
    }
  }
  return sizes.length;
}

describe("always: the steps and the walk of a rule give the same size", () => {
  test.each(RULES.map((rule) => [rule.id, rule] as const))(
    "%s, on every mask of every processor of the catalogue",
    (_, rule) => {
      const served = servedBy(rule, TABLES);
      const checked = served.map((cpu) => held(rule, cpu));
      expect(checked).toEqual(served.map(describedMasksOf));
      expect(TABLES.length - served.length).toBe(rule.id.startsWith("qemu-") ? 2 : 0);
    },
  );

  test.each(RULES.map((rule) => [rule.id, rule] as const))("%s, on random tables", (_, rule) => {
    let tables = 0;
    fc.assert(
      fc.property(PROCESSORS_FOR.get(rule.id) ?? anyProcessor, (cpu) => {
        held(rule, cpu);
        tables++;
      }),
      { numRuns: 60 },
    );
    expect(tables).toBe(60);
  });
});

test("wine-compacted: where steps are given they hold, on any table; else the walk alone", () => {
  const wine = rule("wine-compacted");
  const seen = { held: 0, refused: 0 };
  fc.assert(
    fc.property(anyProcessor, (cpu) => {
      try {
        stepsOf(wine, cpu);
      } catch (error) {
        if (
          !/^wine-compacted is no fold of steps on random: c\d+/.test(`${(error as Error).message}`)
        )
          throw error;
        seen.refused++;
        expect(wine.walk(cpu, cpu.xcr0)).toBeGreaterThanOrEqual(576);
        return;
      }
      held(wine, cpu);
      seen.held++;
    }),
    { numRuns: 300 },
  );
  expect(Math.min(seen.held, seen.refused)).toBeGreaterThan(30);
});

test("QEMU ends on two processors of the catalogue, and so do its steps and its walk", () => {
  for (const id of ["qemu-standard", "qemu-compacted"]) {
    const refused = CATALOGUE.filter((cpu) => refusalOf(rule(id), cpu) !== null);
    expect(refused.map((cpu) => cpu.id)).toEqual(["zen-2", "zen-2-4700s"]);
    for (const cpu of refused) {
      const why = `QEMU ends there, it asserts that PKRU (9) has 8 bytes, not 64`;
      expect(() => stepsOf(rule(id), cpu)).toThrow(`${id} gives no size on ${cpu.id}: ${why}`);
      expect(() => rule(id).walk(cpu, 3n)).toThrow(
        `QEMU ends on ${cpu.id}: PKRU (9) has 64 bytes, not 8`,
      );
    }
  }
});

test("always: where a rule says the offset of a component, its own bytes follow there", () => {
  let checked = 0;
  for (const { id, format, steps } of RULES) {
    if (format === "standard") continue;
    for (const cpu of TABLES.filter((one) => refusalOf(rule(id), one) === null)) {
      for (const [n, { place, present }] of (steps?.(cpu).bits ?? []).entries()) {
        if (!place) continue;
        const sizes = new Set(
          Array.from({ length: 200 }, (_, x) => apply(present, 576 + x) - apply(place, 576 + x)),
        );
        expect(sizes.size, `${id}, ${cpu.id}, bit ${n}`).toBe(1);
        checked++;
      }
    }
  }
  expect(checked).toBeGreaterThan(1_000);
});

test("always: sdm-compacted places every component where the layout does, on Sapphire Rapids", () => {
  const cpu = processor("sapphire-rapids");
  const steps = stepsOf(rule("sdm-compacted"), cpu);
  let checked = 0;
  for (let i = 0n; i < 1n << BigInt(cpu.components.length); i++) {
    const mask = subsetAt(described(cpu) & ~3n, i);
    for (const { bit, offset } of layout(cpu, mask, "compacted").components) {
      const start = offsetFoldOf(steps, bit, 0n, mask).start;
      if (start !== offset) throw new Error(`${hex(mask)}, bit ${bit}: ${start}, not ${offset}`);
      checked++;
    }
  }
  expect(checked).toBe(13 * 4096);
});

test("ids are NAME-standard or NAME-compacted, each once; own domains hold x87 and SSE", () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  expect(RULES.filter(({ id, format }) => !id.endsWith(`-${format}`))).toEqual([]);
  expect(RULES.filter(({ own }) => own && (own.components & 3n) !== 3n)).toEqual([]);
});

test("a rule without steps is refused by name", () => {
  const { steps: _, ...walkOnly } = rule("sdm-standard");
  expect(() => stepsOf({ ...walkOnly, id: "walk-standard" }, processor("zen-4"))).toThrow(
    "walk-standard is a walk, no fold of steps",
  );
});
