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

/** FreeBSD's struct reg, a byte each lowest: what stands in it by the offsets of the structure. */
test.each([
  [
    "amd64",
    64,
    224,
    40,
    48,
    {
      r15: 0,
      r11: 32,
      rax: 112,
      fs: 124,
      gs: 126,
      es: 132,
      ds: 134,
      rip: 136,
      eflags: 152,
      rsp: 160,
      ss: 168,
    },
  ],
  [
    "i386",
    32,
    104,
    24,
    28,
    { fs: 0, edi: 12, ebp: 20, ebx: 28, eax: 40, eip: 52, eflags: 60, esp: 64, gs: 72 },
  ],
] as const)("FreeBSD %s", (_, bits, length, pidAt, first, offsets) => {
  const view = new DataView(new ArrayBuffer(length));
  view.setUint32(pidAt, 100123, true);
  for (const at of Object.values(offsets)) view.setUint8(first + at, at + 1);
  const { pid, general } = statusOf(view, bits, "FreeBSD");
  expect(pid).toBe(100123);
  const bytes = new Map(general.map((one) => [one.name, one.bytes]));
  for (const [name, at] of Object.entries(offsets)) {
    expect([name, bytes.get(name)?.[0]]).toEqual([name, at + 1]);
    expect(
      bytes
        .get(name)
        ?.slice(1)
        .some((byte) => byte !== 0),
    ).toBe(false);
  }
  expect(general.map(({ name }) => name).filter((name) => /[^a-z0-9_]/.test(name))).toEqual([]);
  expect(general.slice(0, 3).map(({ name }) => name.slice(1))).toEqual(["ip", "sp", "bp"]);
  expect(statusOf(new DataView(view.buffer, 0, 60), bits, "FreeBSD")).toEqual({ pid, general: [] });
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
