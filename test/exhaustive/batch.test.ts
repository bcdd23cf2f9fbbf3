import { expect, test } from "vitest";
import { foldOf } from "../../src/algebra/fold.ts";
import { IDENTITY, step } from "../../src/algebra/step.ts";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { NO_OFFSET } from "../../src/core/abi.ts";
import { batch } from "../../src/exhaustive/batch.ts";
import { rule } from "../../src/rules/index.ts";
import { stepsOf } from "../../src/rules/rule.ts";
import { compactedSize, layout, standardSize } from "../../src/xsave/layout.ts";
import { hex } from "../../src/xsave/mask.ts";
import { enumerated } from "../../src/xsave/processor.ts";
import { subsets } from "../../src/xsave/subsets.ts";
import { sizesOf } from "../sizes.ts";
import { rulesOn } from "../spaces.ts";

const masksOf = (universe: bigint) => BigUint64Array.from(subsets(universe));

test("always: sizes equal the steps of the rule on every mask, bits 0 and 1 included", () => {
  let checked = 0;
  for (const cpu of CATALOGUE.filter(({ id }) => /zen|rapids|skylake|bulldozer/.test(id))) {
    const masks = masksOf(enumerated(cpu));
    for (const one of rulesOn(cpu)) {
      const sizes = batch(cpu, one).sizes(masks);
      const expected = sizesOf(foldOf(stepsOf(one, cpu), enumerated(cpu), 0n));
      const wrong = expected.findIndex((size, i) => sizes[i] !== size);
      if (wrong >= 0) throw new Error(`${cpu.id} ${one.id} ${hex(masks[wrong] ?? 0n)}`);
      checked += masks.length;
    }
  }
  expect(checked).toBeGreaterThan(400_000);
});

test("always: offsets equal the layout, in both formats, 0xffffffff where the bit is absent", () => {
  const cpu = processor("sapphire-rapids");
  const masks = masksOf(enumerated(cpu) & ~3n);
  let checked = 0;
  for (const [format, id] of [
    ["standard", "sdm-standard"],
    ["compacted", "sdm-compacted"],
  ] as const) {
    for (const { bit, supervisor } of cpu.components) {
      if (format === "standard" && supervisor) continue;
      const offsets = batch(cpu, rule(id)).offsets(masks, bit);
      for (let i = 0; i < masks.length; i += 61) {
        const mask = masks[i] ?? 0n;
        const placed = layout(cpu, mask, format).components.find((c) => c.bit === bit);
        if (offsets[i] !== (placed?.offset ?? NO_OFFSET)) throw new Error(`${hex(mask)} ${bit}`);
        checked++;
      }
    }
  }
  expect(checked).toBe((13 + 7) * Math.ceil(8192 / 61));
});

test("two batches take turns on one core", () => {
  const [a, b] = [processor("zen-4"), processor("sapphire-rapids")];
  const [small, large] = [batch(a, rule("sdm-compacted")), batch(b, rule("sdm-standard"))];
  const masks = BigUint64Array.of(0x2e7n);
  for (let i = 0; i < 3; i++) {
    expect([...small.sizes(masks), ...large.sizes(masks)]).toEqual([
      compactedSize(a, 0x2e7n),
      standardSize(b, 0x2e7n),
    ]);
  }
});

test("more masks than one batch holds, into an array that is given", () => {
  const cpu = processor("zen-4");
  const masks = new BigUint64Array(20_000).fill(0x7n);
  masks[19_999] = 0x2e7n;
  const out = new Uint32Array(20_001);
  expect(batch(cpu, rule("sdm-standard")).sizes(masks, out)).toBe(out);
  expect([out[0], out[8192], out[19_998], out[19_999], out[20_000]]).toEqual([
    832, 832, 832, 2440, 0,
  ]);
});

test("what cannot be answered is refused", () => {
  const cpu = processor("sapphire-rapids");
  const some = batch(cpu, rule("sdm-standard"));
  expect(() => some.sizes(BigUint64Array.of(7n, 1n << 20n))).toThrow(
    "bit 20 names no state component",
  );
  expect(() => some.sizes([7n] as unknown as BigUint64Array)).toThrow(TypeError);
  expect(() => some.sizes(new BigUint64Array(2), new Uint32Array(1))).toThrow("room for 1 of 2");
  expect(() => some.offsets(BigUint64Array.of(7n), 20)).toThrow(
    "bit 20 names no extended component",
  );
  expect(() => some.offsets(BigUint64Array.of(7n), 11)).toThrow(
    "CET_U has no standard-format offset",
  );
});

test("a compacted rule that gives a component no room has no offset for it", () => {
  const some = batch(processor("bulldozer"), rule("qemu-compacted"));
  const lwp = BigUint64Array.of(0x4000000000000007n);
  const out = Uint32Array.of(7);
  expect(() => some.offsets(lwp, 62, out)).toThrow(
    "LWP (62) has no offset by qemu-compacted, which gives it no room",
  );
  expect([...out, ...some.sizes(lwp)]).toEqual([7, 832]);
});

test("a rule of few rows uses its own, whatever batch came before", () => {
  const cpu = processor("zen-4");
  const masks = BigUint64Array.of(0x7n, 0xe7n);
  batch(cpu, rule("sdm-compacted")).sizes(masks);
  const rows = stepsOf(rule("sdm-compacted"), cpu).bits.slice(0, 3);
  const short = { ...rule("sdm-compacted"), steps: () => ({ start: 576, bits: rows }) };
  expect([...batch(cpu, short).sizes(masks)]).toEqual([832, 832]);
});

test("an error leaves the array that is given as it was, and names the mask", () => {
  const masks = new BigUint64Array(20_000).fill(0x7n);
  masks[9_000] = 1n << 20n;
  const out = new Uint32Array(20_000).fill(1);
  const some = batch(processor("zen-4"), rule("sdm-standard"));
  for (const work of [() => some.sizes(masks, out), () => some.offsets(masks, 2, out)]) {
    expect(work).toThrow("masks[9000]: bit 20 names no state component");
    expect(out.every((size) => size === 1)).toBe(true);
  }
});

test("sizes over 2^31-1 are refused, as a sweep refuses them", () => {
  const large = step({ plus: 2 ** 31 - 1 });
  const rows = [IDENTITY, IDENTITY, large].map((present) => ({ absent: IDENTITY, present }));
  const huge = { ...rule("sdm-compacted"), steps: () => ({ start: 576, bits: rows }) };
  expect(() => batch(processor("zen-4"), huge)).toThrow("a size over 2^31-1 bytes");
});
