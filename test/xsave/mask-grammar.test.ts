import fc from "fast-check";
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { bitsOf, hex } from "../../src/xsave/mask.ts";
import { maskNames, parseMask } from "../../src/xsave/mask-grammar.ts";
import { createProcessor, described } from "../../src/xsave/processor.ts";

const SPR = processor("sapphire-rapids");

test.each([
  ["0x602e7", 0x602e7n],
  ["0b111", 7n],
  ["7", 7n],
  ["0-2,5-7,9", 0x2e7n],
  ["2,", undefined],
  ["9,", undefined],
  ["2-2", 4n],
  ["x87+sse+avx+pkru", 0x207n],
  ["X87+Sse+AVX+avx512+AMX+PKRU", 0x602e7n],
  ["zmm_hi256 + Hi16_ZMM", 0xc0n],
  ["cet", 0x1800n],
  ["@xcr0", 0x602e7n],
  ["@xss", 0xdd00n],
  ["@all", 0x6dfe7n],
  ["@all+0", 0x6dfe7n],
  ["0x3+avx", 7n],
  ["mpx", undefined],
  ["apx", undefined],
  ["-1", undefined],
  ["-0x1", undefined],
  ["", undefined],
  ["avx+", undefined],
  ["0x", undefined],
  ["0x10000000000000001", undefined],
  ["7-5", undefined],
  ["1-99", undefined],
  ["0x1000000", undefined],
  ["1.5", undefined],
  ["@xcr0-amx", 0x2e7n],
  ["@all-pt-lbr", 0x65ee7n],
  ["@ALL-PT-Lbr-@xss", 0x602e7n],
  ["0x602e7-pkru", 0x600e7n],
  ["0-2,5-7,9-pkru", 0xe7n],
  ["7-avx", 3n],
  ["5-7", 0xe0n],
  // From left to right.
  ["avx-avx+avx", 4n],
  ["avx+pkru-avx", 0x200n],
  // What the processor lacks is easily taken away.
  ["@xcr0-mpx-apx", 0x602e7n],
  ["@xcr0-nothing", undefined],
  ["@xcr0-", undefined],
  ["@xcr0-2", undefined],
  ["0x7-0x4", undefined],
  ["-avx", undefined],
] as const)("%j", (text, mask) => {
  if (mask === undefined) expect(() => parseMask(SPR, text)).toThrow(RangeError);
  else expect(parseMask(SPR, text)).toBe(mask);
});

test("an unknown name lists the known ones, an unknown bit the known bits", () => {
  expect(() => parseMask(SPR, "avx1024")).toThrow(/"avx1024" names no .*known: .*avx .*@all/);
  // A lone number is a value: 20 is 0x14, whose lowest unknown bit is 4.
  expect(() => parseMask(SPR, "20")).toThrow("bit 4 names no state component");
  expect(() => parseMask(SPR, "20,20")).toThrow("(known: 0-2, 5-12, 14-15, 17-18)");
});

const masks = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((mask) => mask & described(SPR));

test("the longest known name is taken away", () => {
  const cpu = createProcessor({
    ...SPR,
    components: SPR.components.map((c) => (c.bit === 9 ? { ...c, name: "AVX-PT" } : c)),
  });
  expect(parseMask(cpu, "avx-pt")).toBe(0x200n);
  expect(parseMask(cpu, "@xcr0-avx-pt")).toBe(0x600e7n);
  expect(parseMask(cpu, "@all-lbr-avx-pt-pt")).toBe(0x65ce7n);
});

test("always: a mask less some of its components", () => {
  fc.assert(
    fc.property(masks, masks, (mask, less) => {
      const names = maskNames(SPR, less);
      const text = less === 0n ? hex(mask) : `${hex(mask)}-${names.replaceAll("+", "-")}`;
      return parseMask(SPR, text) === (mask & ~less);
    }),
  );
});

test("always: a mask reads back from hex, binary, decimal, list and names", () => {
  fc.assert(
    fc.property(masks, (mask) => {
      const forms = [hex(mask), `0b${mask.toString(2)}`, `${mask}`];
      const bits = bitsOf(mask);
      if (bits.length > 1) forms.push(bits.join(","));
      if (bits.length > 0) forms.push(maskNames(SPR, mask), maskNames(SPR, mask).toUpperCase());
      return forms.every((form) => parseMask(SPR, form) === mask);
    }),
  );
});

test("always: any text is a mask of known bits or a RangeError of one line", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        return (parseMask(SPR, text) & ~described(SPR)) === 0n;
      } catch (error) {
        return error instanceof RangeError && !error.message.includes("\n")
          ? true
          : text.includes("\n");
      }
    }),
  );
});
