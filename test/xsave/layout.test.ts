import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { compactedSize, layout, standardSize } from "../../src/xsave/layout.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import { enumerated } from "../../src/xsave/processor.ts";
import { masksOf, total } from "../spaces.ts";

const SPR = processor("sapphire-rapids");

test("XCR0 = 602e7H: 2b00H bytes standard, 2a00H compacted, with their holes", () => {
  expect(standardSize(SPR, 0x602e7n)).toBe(0x2b00);
  expect(compactedSize(SPR, 0x602e7n)).toBe(0x2a00);
  expect(layout(SPR, 0x602e7n, "standard").holes).toEqual([
    { offset: 832, size: 256 },
    { offset: 2696, size: 56 },
  ]);
  expect(layout(SPR, 0x602e7n, "compacted").holes).toEqual([{ offset: 2440, size: 56 }]);
});

test("bits 0 and 1 stay as given in XCOMP_BV and move nothing", () => {
  for (const low of [0n, 1n, 2n, 3n]) {
    const { size, xcompBv } = layout(SPR, 0x200n | low, "compacted");
    expect([size, xcompBv]).toEqual([584, 0x8000_0000_0000_0200n | low]);
  }
});

test("a supervisor component has no place in the standard format and is ignored there", () => {
  const { size, components, xcompBv } = layout(SPR, 0x807n, "standard");
  expect([size, components.map((c) => c.name), xcompBv]).toEqual([832, ["AVX"], null]);
});

test("the topmost bit is not always the furthest component", () => {
  const apx = processor("granite-rapids-apx");
  expect(standardSize(apx, 0x80023n)).toBe(1152);
  expect(standardSize(processor("zen-2-4700s"), 0x4000_0000_0000_0203n)).toBe(1024);
});

test("always: components and holes tile [576, size), on every mask of every processor", () => {
  let checked = 0;
  for (const cpu of CATALOGUE) {
    const universe = enumerated(cpu) & ~3n;
    for (let i = 0n; i < 1n << BigInt(popcount(universe)); i++) {
      const mask = subsetAt(universe, i);
      for (const format of ["standard", "compacted"] as const) {
        const { components, holes, size } = layout(cpu, mask, format);
        const runs = [...components, ...holes].sort((a, b) => a.offset - b.offset);
        let end = 576;
        for (const run of runs) {
          if (run.offset !== end || run.size <= 0)
            throw new Error(`${cpu.id} ${hex(mask)} ${format}`);
          end += run.size;
        }
        if (end !== size) throw new Error(`${cpu.id} ${hex(mask)} ${format}: ${end} != ${size}`);
        checked++;
      }
    }
  }
  expect(checked).toBe(2 * total(masksOf));
});

test("what is no mask, no format or no component is refused", () => {
  expect(() => layout(SPR, 7 as unknown as bigint, "standard")).toThrow(TypeError);
  expect(() => layout(SPR, 7n, "compressed" as "standard")).toThrow(/"compressed"/);
  expect(() => layout(SPR, -1n, "standard")).toThrow("not negative");
  expect(() => layout(SPR, 1n << 20n, "compacted")).toThrow(
    "bit 20 names no state component of sapphire-rapids (known: 0-2, 5-12, 14-15, 17-18)",
  );
});
