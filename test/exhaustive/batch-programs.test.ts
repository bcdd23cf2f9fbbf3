/** The two ways of a batch, and where its masks lie. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldOf, offsetFoldOf, sizeOf } from "../../src/algebra/fold.ts";
import type { Step } from "../../src/algebra/step.ts";
import { type BitSteps, bitSteps } from "../../src/algebra/steps.ts";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { NO_OFFSET } from "../../src/core/abi.ts";
import { batch } from "../../src/exhaustive/batch.ts";
import { nibbleProgram } from "../../src/exhaustive/nibble-program.ts";
import { rule } from "../../src/rules/index.ts";
import { type Rule, stepsOf } from "../../src/rules/rule.ts";
import { hasBit, hex, subsetAt } from "../../src/xsave/mask.ts";
import { described, type Processor } from "../../src/xsave/processor.ts";
import { plainLayout } from "../../src/xsave/reference.ts";
import { synthetic } from "../processors.ts";
import { describedMasksOf } from "../spaces.ts";

const ownRule = (bits: readonly BitSteps[], start: number, last?: Step): Rule => ({
  ...rule("sdm-compacted"),
  id: "mine",
  steps: () => ({ start, bits, ...(last ? { last } : {}) }),
});

test("always: offsets are those of the layout, of every component of every processor", () => {
  let checked = 0;
  for (const cpu of CATALOGUE) {
    const universe = described(cpu);
    const count = Math.min(describedMasksOf(cpu), 4096);
    const stride = describedMasksOf(cpu) / count;
    const masks = BigUint64Array.from({ length: count }, (_, i) =>
      subsetAt(universe, BigInt(i * stride + (i % stride))),
    );
    for (const format of ["standard", "compacted"] as const) {
      const placed = cpu.components.filter((c) => format === "compacted" || !c.supervisor);
      const columns = batch(cpu, `sdm-${format}`).layouts(
        masks,
        placed.map(({ bit }) => bit),
      );
      for (const [i, mask] of masks.entries()) {
        const { components } = plainLayout(cpu, mask, format);
        for (const [j, { bit }] of placed.entries()) {
          const want = components.find((c) => c.bit === bit)?.offset ?? NO_OFFSET;
          const found = columns[j * count + i];
          if (found !== want)
            throw new Error(`${cpu.id} ${hex(mask)} ${bit}: ${found}, not ${want}`);
          checked++;
        }
      }
    }
  }
  expect(checked).toBeGreaterThan(500_000);
});

const bytes = fc.integer({ min: 0, max: 900 });
const anyStep: fc.Arbitrary<Step> = fc.record({
  keep: fc.boolean(),
  plus: bytes,
  align: fc.constantFrom(1 as const, 64 as const),
  then: bytes,
  atLeast: fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), fc.integer({ min: 0, max: 9_000 })),
});
const anyBits = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 62 }),
      fc.record({ absent: anyStep, present: anyStep, place: anyStep }),
    ),
    { maxLength: 14 },
  )
  .map((rows) => bitSteps(new Map(rows)));

test.each([
  ["16-bit lanes", 1],
  ["32-bit lanes", 1000],
] as const)("always: in %s any steps give what they give one after the other", (_, factor) => {
  const cpu = synthetic(61);
  const scaled = (one: Step): Step => ({
    ...one,
    plus: one.plus * factor,
    then: one.then * factor,
    atLeast: one.atLeast * factor,
  });
  const some = fc.array(fc.bigInt(0n, 2n ** 63n - 1n), { minLength: 1, maxLength: 70 });
  fc.assert(
    fc.property(anyBits, anyStep, some, fc.integer({ min: 2, max: 62 }), (rows, end, list, n) => {
      const bits = rows.map(({ absent, present, place = end }) => ({
        absent: scaled(absent),
        present: scaled(present),
        place: scaled(place),
      }));
      const steps = { start: 576, bits, last: scaled(end) };
      const one = batch(cpu, ownRule(bits, steps.start, steps.last));
      const masks = BigUint64Array.from(list);
      expect([...one.sizes(masks)]).toEqual(list.map((mask) => sizeOf(steps, mask)));
      expect([...one.offsets(masks, n)]).toEqual(
        list.map((mask) => (hasBit(mask, n) ? offsetFoldOf(steps, n, 0n, mask).start : NO_OFFSET)),
      );
    }),
    { numRuns: 300 },
  );
});

test("an offset owes nothing to the components above it, absent ones that align among them", () => {
  const cpu = processor("sapphire-rapids");
  const steps = stepsOf(rule("wine-compacted"), cpu);
  const masks = BigUint64Array.from({ length: 2048 }, (_, i) =>
    subsetAt(described(cpu), BigInt(i * 31 + (1 << 12))),
  );
  for (const { bit } of cpu.components.filter((c) => steps.bits[c.bit]?.place)) {
    const offsets = batch(cpu, "wine-compacted").offsets(masks, bit);
    for (const [i, mask] of masks.entries()) {
      if (!hasBit(mask, bit)) continue;
      expect(offsets[i]).toBe(offsetFoldOf(steps, bit, 0n, mask).start);
    }
  }
});

test("every rule that is a fold fits 16-bit lanes on every processor, in at most 2,304 bytes", () => {
  const sizes = CATALOGUE.map((cpu) => {
    const program = programOf(cpu, rule("sdm-compacted"));
    return program?.code.length ?? Number.NaN;
  });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1536);
  expect(programOf(synthetic(61, 1), rule("sdm-compacted"))?.code.length).toBeLessThanOrEqual(1536);
  expect(programOf(synthetic(61, 64), rule("sdm-compacted"))).toBeUndefined();
});

const programOf = (cpu: Processor, one: Rule) => {
  const known = described(cpu);
  const bits = Array.from({ length: 63 }, (_, n) => n).filter((n) => hasBit(known, n));
  return nibbleProgram(foldOf(stepsOf(one, cpu), known, 0n), bits);
};

test("processors too large for 16-bit lanes take 32-bit ones, and take turns with others", () => {
  const large = synthetic(61, 64);
  const [wide, narrow] = [
    batch(large, "sdm-compacted"),
    batch(processor("zen-4"), "sdm-compacted"),
  ];
  const other = batch(large, "sdm-standard");
  const masks = BigUint64Array.of(0x7n, described(large), 0x7n);
  for (let i = 0; i < 3; i++) {
    expect([...wide.sizes(masks)]).toEqual(
      [...masks].map((mask) => plainLayout(large, mask, "compacted").size),
    );
    expect([...other.sizes(masks)]).toEqual(
      [...masks].map((mask) => plainLayout(large, mask, "standard").size),
    );
    expect([...narrow.sizes(BigUint64Array.of(0x2e7n))]).toEqual([2440]);
  }
  expect(wide.offsets(masks, 62)[1]).toBeGreaterThan(65_535);
});

test("masks may lie where the core reads them; what lies behind them stays", () => {
  const one = batch(processor("zen-4"), "sdm-compacted");
  const room = one.masks(40);
  room.fill(0x7n);
  room[39] = 0x2e7n;
  expect([...one.sizes(room.subarray(0, 5))]).toEqual([832, 832, 832, 832, 832]);
  expect(room[39]).toBe(0x2e7n);
  expect(one.sizes(room)[39]).toBe(2440);
  expect([...one.sizes(room.subarray(38, 40))]).toEqual([832, 2440]);
  expect(() => one.masks(65_537)).toThrow("there is room for 0 to 65536 masks, not for 65537");
  expect(one.sizes(one.masks(0)).length).toBe(0);
});

test.each([1, 31, 32, 33, 65_536, 65_537, 140_000])("%i masks, the last of them too", (count) => {
  const one = batch(processor("zen-4"), "sdm-standard");
  const masks = new BigUint64Array(count).fill(0x7n);
  masks[count - 1] = 0x2e7n;
  const out = new Uint32Array(count + 1).fill(9);
  one.sizes(masks, out);
  expect([out[count - 1], out[count]]).toEqual([2440, 9]);
  expect(count < 2 ? 832 : out[count - 2]).toBe(832);
  masks[count - 1] = 1n << 40n;
  out.fill(9);
  for (const work of [() => one.sizes(masks, out), () => one.layouts(masks, [2], out)]) {
    expect(work).toThrow(`masks[${count - 1}]: bit 40 names no state component`);
    expect(out.every((size) => size === 9)).toBe(true);
  }
});

test("columns need room, and components that the rule places", () => {
  const one = batch(processor("zen-4"), "sdm-standard");
  const masks = BigUint64Array.of(7n, 0x2e7n);
  expect([...one.layouts(masks, [2, 9])]).toEqual([576, 576, NO_OFFSET, 2432]);
  expect([...one.layouts(masks, [])]).toEqual([]);
  expect(() => one.layouts(masks, [2, 9], new Uint32Array(3))).toThrow("room for 3 of 4 results");
  expect(() => one.layouts(masks, [2, 20])).toThrow("bit 20 names no extended component");
  expect(() => one.layouts(masks, 2 as unknown as number[])).toThrow("bits is no list of bits");
});
