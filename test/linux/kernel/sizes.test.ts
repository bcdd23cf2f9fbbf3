import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../../src/catalogue/index.ts";
import { managed } from "../../../src/linux/kernel/configuration.ts";
import { createSizes } from "../../../src/linux/kernel/sizes.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { isLegalXcr0, largestXcr0 } from "../../../src/linux/model/xcr0.ts";
import { compactedSize, standardSize } from "../../../src/xsave/layout.ts";
import { isLegal } from "../../../src/xsave/legality.ts";
import { popcount, subsetAt } from "../../../src/xsave/mask.ts";
import { createProcessor } from "../../../src/xsave/processor.ts";
import { linuxMasksOf, total } from "../../spaces.ts";

test("every size is that of the layout, on every mask Linux manages, on every processor", () => {
  let checked = 0;
  for (const cpu of CATALOGUE) {
    const universe = managed(cpu);
    const sizes = createSizes(cpu, version("linux-6.16"));
    let wrong: string | undefined;
    for (let i = 0; i < 2 ** popcount(universe); i++, checked++) {
      const mask = subsetAt(universe, BigInt(i));
      const same =
        sizes.compacted(Number(mask)) === compactedSize(cpu, mask) &&
        sizes.standard(Number(mask)) === standardSize(cpu, mask) &&
        sizes.computed(Number(mask)) === standardSize(cpu, mask);
      if (!same) wrong ??= `${cpu.id} 0x${mask.toString(16)}`;
    }
    if (wrong !== undefined) throw new Error(wrong);
  }
  expect(checked).toBe(total(linuxMasksOf));
});

test("before 6.16 the topmost component wins: wrong on 126 of 256 user masks with APX", () => {
  const cpu = processor("granite-rapids-apx");
  const sizes = createSizes(cpu, version("linux-5.18"));
  const wrong: [number, number, number][] = [];
  for (let i = 0; i < 256; i++) {
    const mask = Number(subsetAt(0xe02e4n, BigInt(i))) | 3;
    const [computed, real] = [sizes.computed(mask), sizes.standard(mask)];
    if (computed !== real) wrong.push([mask, computed, real]);
  }
  expect(wrong).toHaveLength(126);
  expect(wrong[0]).toEqual([0x80023, 1088, 1152]);
  expect(wrong.find(([mask]) => mask === 0xc0003)).toEqual([0xc0003, 1088, 11008]);
});

test("XCR0 is legal by the same rules as everywhere, and the largest legal one is the union", () => {
  let checked = 0;
  for (const id of ["sapphire-rapids", "comet-lake-h", "granite-rapids-apx", "zen-4"]) {
    const cpu = processor(id);
    const universe = managed(cpu) & cpu.xcr0;
    for (let i = 0; i < 2 ** popcount(universe); i++, checked++) {
      const mask = subsetAt(universe, BigInt(i));
      if (isLegalXcr0(Number(mask)) !== isLegal(cpu, mask)) expect(mask.toString(16)).toBe(id);
      let union = 1n;
      for (let j = 0; j <= (i | 1); j++) {
        const part = subsetAt(universe, BigInt(j));
        if ((part & ~(mask | 1n)) === 0n && isLegal(cpu, part)) union |= part;
      }
      if (largestXcr0(Number(mask)) !== Number(union)) expect(mask.toString(16)).toBe(id);
    }
  }
  expect(checked).toBe(512 + 64 + 1024 + 128);
});

test("APX and MPX exclude each other, though no processor has both to show it", () => {
  expect([0x80003, 0x1b, 0x8001b].map(isLegalXcr0)).toEqual([true, true, false]);
  expect(isLegalXcr0(largestXcr0(0x8001b))).toBe(true);
});

/** Every extended component Linux manages, APX moved away from MPX: compacted sizes only. */
const EVERYTHING = createProcessor({
  ...processor("granite-rapids-apx"),
  id: "everything",
  xcr0: 0xe02ffn,
  components: [
    ...processor("granite-rapids-apx").components.filter(({ bit }) => bit !== 19),
    ...processor("comet-lake-h").components.filter(({ bit }) => bit === 3 || bit === 4),
    {
      bit: 19,
      name: "APX",
      size: 128,
      offset: 20000,
      supervisor: false,
      align64: false,
      xfd: false,
    },
  ],
});

test("theorem: with AMX, dropping any of PASID, CET_U, CET_S changes 0 bytes while PKRU or another stays, else 64", () => {
  const { compacted } = createSizes(EVERYTHING, version("linux-6.17"));
  const supervisors = Array.from({ length: 8 }, (_, i) => i << 10);
  let cases = 0;
  const changes = new Map<number, number>();
  for (let i = 0; i < 256; i++) {
    // Any of AVX, MPX, AVX-512, PKRU, APX, one by one.
    const mask = Number(subsetAt(0x802fcn, BigInt(i))) | 0x60003;
    for (const whole of supervisors) {
      for (const part of supervisors) {
        if (part === whole || (part & ~whole) !== 0) continue;
        cases++;
        const change = compacted(mask | whole) - compacted(mask | part);
        changes.set(change, (changes.get(change) ?? 0) + 1);
        const stays = (mask & (1 << 9)) !== 0 || part !== 0;
        if (change !== (stays ? 0 : 64))
          expect([mask, whole, part, change]).toBe("as the theorem says");
      }
    }
  }
  expect(cases).toBe(4864);
  // 7 sets lose everything, on the 128 masks without PKRU.
  expect(Object.fromEntries(changes)).toEqual({ 0: 4864 - 7 * 128, 64: 7 * 128 });
});
