import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Fold, foldOf, offsetFoldOf } from "../../src/algebra/fold.ts";
import { apply } from "../../src/algebra/step.ts";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { RULES, rule } from "../../src/rules/index.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { stepsOf } from "../../src/rules/rule.ts";
import { layout, standardSize } from "../../src/xsave/layout.ts";
import { hasBit, hex, subsetAt } from "../../src/xsave/mask.ts";
import { createProcessor, described, type Processor } from "../../src/xsave/processor.ts";
import { describedMasksOf } from "../spaces.ts";
import { anyProcessor } from "./tables.ts";

/** sizes[i] = bytes for subset number i, by doubling. */
function sizesOf({ start, pairs }: Fold): number[] {
  let sizes = [start];
  for (const { absent, present } of pairs) {
    sizes = [...sizes.map((x) => apply(absent, x)), ...sizes.map((x) => apply(present, x))];
  }
  return sizes;
}

/** How many masks of everything `cpu` describes, x87 and SSE too, steps and walk agree on: all. */
function held(rule: Rule, cpu: Processor): number {
  const universe = described(cpu);
  const steps = stepsOf(rule, cpu);
  const sizes = sizesOf(foldOf(steps, universe, 0n));
  for (const [i, size] of sizes.entries()) {
    const mask = subsetAt(universe, BigInt(i));
    const walked = rule.walk(cpu, mask);
    if (walked !== size) {
      throw new Error(`${rule.id}, ${hex(mask)} on ${cpu.id}: steps ${size}, walk ${walked}`);
    }
  }
  return sizes.length;
}

/** Processors of one component table give the same sizes, XCR0 apart, which gVisor alone reads. */
const TABLES = [
  ...new Map(
    CATALOGUE.map((cpu) => [JSON.stringify([cpu.components, `${cpu.xcr0}`]), cpu]),
  ).values(),
];

describe("always: the steps and the walk of a rule give the same size", () => {
  test.each(RULES.map((rule) => [rule.id, rule] as const))(
    "%s, on every mask of every processor of the catalogue",
    (_, rule) => {
      const checked = TABLES.map((cpu) => held(rule, cpu));
      expect(checked).toEqual(TABLES.map(describedMasksOf));
    },
  );

  test.each(RULES.map((rule) => [rule.id, rule] as const))("%s, on random tables", (_, rule) => {
    let tables = 0;
    fc.assert(
      fc.property(
        anyProcessor.filter((cpu) => applies(rule, cpu)),
        (cpu) => {
          held(rule, cpu);
          tables++;
        },
      ),
      { numRuns: 60 },
    );
    expect(tables).toBe(60);
  });
});

/** gVisor's subtraction needs a host whose area holds what it takes off. */
const applies = (rule: Rule, cpu: Processor): boolean =>
  rule.id !== "gvisor-standard" || !hasBit(cpu.xcr0, 18) || standardSize(cpu, cpu.xcr0) >= 8192;

test("gvisor-standard refuses a host that has XTILEDATA and less than its 8192 bytes", () => {
  const cpu = createProcessor({
    ...processor("sapphire-rapids"),
    id: "small-tiles",
    xcr0: 0x60003n,
    xss: 0n,
    components: [
      {
        bit: 17,
        name: "XTILECFG",
        size: 64,
        offset: 576,
        supervisor: false,
        align64: true,
        xfd: false,
      },
      {
        bit: 18,
        name: "XTILEDATA",
        size: 64,
        offset: 640,
        supervisor: false,
        align64: true,
        xfd: true,
      },
    ],
  });
  const gvisor = rule("gvisor-standard");
  const sentence =
    "gvisor-standard takes 8192 bytes off for XTILEDATA, and XCR0 of small-tiles needs only 704";
  expect(() => gvisor.walk(cpu, 3n)).toThrow(sentence);
  expect(() => stepsOf(gvisor, cpu)).toThrow(sentence);
});

test("always: where a rule says the offset of a component, its own bytes follow there", () => {
  let checked = 0;
  for (const { id, format, steps } of RULES) {
    if (format === "standard") continue;
    for (const cpu of TABLES) {
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
