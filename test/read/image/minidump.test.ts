/** Minidumps: registers where the headers have them, by the table of the dump or by XCOMP_BV. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf } from "../../../src/read/bytes.ts";
import { readCore } from "../../../src/read/elf/core-file.ts";
import { registerHex, registerOf } from "../../../src/read/elf/registers.ts";
import { area, PATTERN, type Part } from "./images.ts";
import { type MinidumpThread, minidump } from "./minidumps.ts";

const PARTS: readonly Part[] = [
  { bit: 2, size: 256, offset: 576 },
  { bit: 5, size: 64, offset: 1088 },
  { bit: 6, size: 512, offset: 1152 },
  { bit: 7, size: 1024, offset: 1664 },
];
const CLOSE: readonly Part[] = [
  { bit: 2, size: 256, offset: 576 },
  { bit: 5, size: 64, offset: 832 },
  { bit: 6, size: 512, offset: 896 },
  { bit: 7, size: 1024, offset: 1408 },
];
const hexed = (n: number, from: number, size: number) =>
  Array.from({ length: size }, (_, i) =>
    PATTERN(n, from + i)
      .toString(16)
      .padStart(2, "0"),
  )
    .reverse()
    .join("");
const ZMM3 = `0x${hexed(6, 96, 32)}${hexed(2, 48, 16)}${hexed(1, 48, 16)}`;
const ZMM17 = `0x${hexed(7, 64, 64)}`;

const thread = (id: number, image: Uint8Array, extended = true): MinidumpThread => ({
  ...{ id, rip: 0x7ff600001234n, rsp: 0x12fff0n, area: image, extended },
});
// Windows leaves bits 0 and 1 out of the mask: FltSave has them.
const standard = area(2688, PARTS, { bv: 0xe4n });
const compact = area(2432, CLOSE, { bv: 0xe4n, xcomp: (1n << 63n) | 0xe4n });

test("threads with the standard and the compacted format, and one without the extended part", () => {
  const file = minidump(
    [thread(11, standard), thread(12, compact), thread(13, standard, false)],
    0xe7n,
    PARTS,
  );
  const { threads, warnings } = readCore(bytesOf(file));
  expect(warnings).toEqual([]);
  expect(threads.map(({ pid, kind, layout }) => [pid, kind, layout])).toEqual([
    [11, "xsave", "misc-info"],
    [12, "xsave", "compacted"],
    [13, "fxsave", "legacy"],
  ]);
  for (const one of threads) {
    expect(registerHex(registerOf(one, "rip"))).toBe("0x00007ff600001234");
    expect(registerHex(registerOf(one, "rsp"))).toBe("0x000000000012fff0");
    expect(registerHex(registerOf(one, "xmm3"))).toBe(`0x${hexed(1, 48, 16)}`);
  }
  for (const one of threads.slice(0, 2)) {
    expect([registerHex(registerOf(one, "zmm3")), registerHex(registerOf(one, "zmm17"))]).toEqual([
      ZMM3,
      ZMM17,
    ]);
  }
});

test("without the table of the dump: what is in use, and the layouts that have it", () => {
  const [one] = readCore(bytesOf(minidump([thread(1, standard)], 0n, []))).threads;
  if (!one) throw new Error("no thread");
  expect([one.xcr0, one.layout]).toEqual([0xe7n, "inferred"]);
  expect(registerHex(registerOf(one, "zmm17"))).toBe(ZMM17);
});

test("of another processor, without threads, with a context outside the file", () => {
  const of = (file: Uint8Array) => () => readCore(bytesOf(file));
  expect(of(minidump([thread(1, standard)], 0xe7n, PARTS, 12))).toThrow(
    /architecture 12, not x86-64/,
  );
  expect(of(minidump([], 0xe7n, PARTS))).toThrow(/Windows minidump, without a thread/);
  const file = minidump([thread(1, standard), thread(2, compact)], 0xe7n, PARTS);
  const { threads, warnings } = readCore(bytesOf(file.subarray(0, file.length - 100)));
  expect([threads.length, warnings.map(({ name }) => name)]).toEqual([1, ["lying-note"]]);
});

test("always: spoiled bytes are refused in one line, or read within their bounds", () => {
  const file = minidump([thread(1, standard), thread(2, compact)], 0xe7n, PARTS);
  const word = fc.tuple(
    fc.nat(Math.floor(file.length / 4) - 1),
    fc.oneof(fc.nat(4000), fc.nat(2 ** 32 - 1)),
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (changes) => {
      const bytes = file.slice();
      const view = new DataView(bytes.buffer);
      for (const [i, value] of changes) view.setUint32(4 * i, value, true);
      try {
        for (const one of readCore(bytesOf(bytes)).threads) {
          registerOf(one, "xmm0");
          for (const { offset, size } of one.components) {
            if (offset + size > one.area.byteLength) throw new Error(`${offset}+${size}`);
          }
        }
      } catch (error) {
        if (!(error instanceof RangeError) || error.message.includes("\n")) throw error;
        expect(error.message).not.toMatch(/Offset is outside|Invalid/);
      }
    }),
    { numRuns: 300 },
  );
});
