/** NT_PRSTATUS by its three shapes, and NT_AUXV of both widths. */
import { expect, test } from "vitest";
import { auxvOf } from "../../../src/read/elf/auxv.ts";
import { statusOf } from "../../../src/read/elf/status.ts";

/** A note of `length` bytes: the pid, then numbers from 1 on in the registers. */
function status(length: number, pidAt: number, first: number, width: 4 | 8, count: number) {
  const view = new DataView(new ArrayBuffer(length));
  view.setUint32(pidAt, 4711, true);
  for (let i = 0; i < count; i++) view.setUint32(first + i * width, i + 1, true);
  return view;
}

// sizeof(struct elf_prstatus) of x86-64, x32 and i386; rip is the 17th register, eip the 13th.
test.each([
  ["x86-64", 64, status(336, 32, 112, 8, 27), "rip", 17, 8],
  ["x32", 32, status(296, 24, 72, 8, 27), "rip", 17, 8],
  ["i386", 32, status(144, 24, 72, 4, 17), "eip", 13, 4],
] as const)("%s", (_, bits, view, name, value, width) => {
  const { pid, general } = statusOf(view, bits);
  const [first] = general;
  expect([pid, first?.name, first?.bytes.length, first?.bytes[0]]).toEqual([
    4711,
    name,
    width,
    value,
  ]);
});

test("of another length the pid alone is known, and of a short one nothing", () => {
  expect(statusOf(status(100, 32, 40, 4, 2), 64)).toEqual({ pid: 4711, general: [] });
  expect(statusOf(new DataView(new ArrayBuffer(8)), 64)).toEqual({ pid: null, general: [] });
});

test("AT_MINSIGSTKSZ and the flags of AT_HWCAP, of 64 and of 32 bits; what is not there is not known", () => {
  const wide = new DataView(new ArrayBuffer(48));
  const narrow = new DataView(new ArrayBuffer(24));
  for (const [i, word] of [51, 3376, 16, 0xbfebfbff, 0, 0].entries()) {
    wide.setBigUint64(8 * i, BigInt(word), true);
    narrow.setUint32(4 * i, word, true);
  }
  expect(auxvOf(wide, 64)).toEqual({ minimumStack: 3376, notAmd: true });
  expect(auxvOf(narrow, 32)).toEqual({ minimumStack: 3376, notAmd: true });
  expect(auxvOf(new DataView(new ArrayBuffer(3)), 64)).toEqual({
    minimumStack: null,
    notAmd: false,
  });
});
