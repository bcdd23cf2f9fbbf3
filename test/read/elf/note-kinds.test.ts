/** Core files of other systems than Linux: the same areas under other names. */
import { expect, test } from "vitest";
import { bytesOf } from "../../../src/read/bytes.ts";
import { readCore } from "../../../src/read/elf/core-file.ts";
import { allNames, registerHex, registerOf } from "../../../src/read/elf/registers.ts";
import { areaBytes, coreOfNotes } from "../words.ts";

const AREA = areaBytes(2440, 0x2e7n, 0x2e7n, (at) => (at < 512 ? at : 5 * at));
const FXSAVE = AREA.slice(0, 512);

/** prstatus_t of FreeBSD on amd64. */
function freebsd(pid: number, rip: bigint): Uint8Array {
  const bytes = new Uint8Array(224);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1, true);
  for (const [at, size] of [
    [8, 224],
    [16, 176],
    [24, 512],
  ] as const) {
    view.setBigUint64(at, BigInt(size), true);
  }
  view.setUint32(40, pid, true);
  view.setBigUint64(48 + 136, rip, true);
  return bytes;
}

test("FreeBSD: two threads with areas, general registers by its own structure", () => {
  const thread = (pid: number, rip: bigint) =>
    [
      ["FreeBSD", 1, freebsd(pid, rip)],
      ["FreeBSD", 2, FXSAVE],
      ["FreeBSD", 7, new Uint8Array(24)],
      ["FreeBSD", 0x202, AREA],
    ] as const;
  const { threads } = readCore(
    bytesOf(coreOfNotes([...thread(100123, 0x401000n), ...thread(100124, 0x402000n)])),
  );
  expect(threads.map(({ label, kind, xcr0 }) => [label, kind, xcr0])).toEqual([
    ["thread 100123", "xsave", 0x2e7n],
    ["thread 100124", "xsave", 0x2e7n],
  ]);
  const [first, second] = threads;
  if (!first || !second) throw new Error("no thread");
  expect(BigInt(registerHex(registerOf(first, "rip")))).toBe(0x401000n);
  expect(BigInt(registerHex(registerOf(second, "rip")))).toBe(0x402000n);
  // k1 is the second 8 bytes of the component at 832, as Zen 4 has it.
  const k1 = new DataView(AREA.buffer).getBigUint64(840, true);
  expect(BigInt(registerHex(registerOf(first, "k1")))).toBe(k1);
  expect(allNames(first)).not.toContain("orig_rax");
});

test("FreeBSD before its areas: the FXSAVE image alone", () => {
  const notes = [
    ["FreeBSD", 1, freebsd(7, 1n)],
    ["FreeBSD", 2, FXSAVE],
  ] as const;
  const [thread] = readCore(bytesOf(coreOfNotes(notes))).threads;
  expect(thread).toMatchObject({ kind: "fxsave", pid: 7, warnings: [{ name: "fxsave-only" }] });
});

test.each([
  ["OpenBSD", (id: number) => `OpenBSD@${id}`, 21],
  ["OpenBSD/i386", (id: number) => `OpenBSD@${id}`, 22],
  ["NetBSD", (id: number) => `NetBSD-CORE@${id}`, 35],
])("%s: a thread by the name of its note, its FXSAVE image read", (_, owner, type) => {
  const registers = new Uint8Array(208);
  const notes = [1, 1234567].flatMap(
    (id) =>
      [
        [owner(id), type - 2, registers],
        [owner(id), type, FXSAVE],
      ] as const,
  );
  const { threads } = readCore(bytesOf(coreOfNotes(notes)));
  expect(threads.map(({ label, kind }) => [label, kind])).toEqual([
    ["thread 1", "fxsave"],
    ["thread 1234567", "fxsave"],
  ]);
  const [thread] = threads;
  if (!thread) throw new Error("no thread");
  const xmm1 = new DataView(FXSAVE.buffer, 176, 16);
  expect(BigInt(registerHex(registerOf(thread, "xmm1")))).toBe(
    (xmm1.getBigUint64(8, true) << 64n) | xmm1.getBigUint64(0, true),
  );
  expect(() => registerOf(thread, "ymm1")).toThrow(/FXSAVE image alone/);
});

test("what holds no vector register says what it holds", () => {
  const of =
    (...notes: Parameters<typeof coreOfNotes>[0]) =>
    () =>
      readCore(bytesOf(coreOfNotes(notes, 32)));
  expect(of(["CORE", 1, new Uint8Array(144)], ["CORE", 2, new Uint8Array(108)])).toThrow(
    /no FXSAVE image .*: an FSAVE image alone, the x87 registers of a 32-bit process/,
  );
  expect(of(["OpenBSD@1", 20, new Uint8Array(64)])).toThrow(/OpenBSD writes its registers in/);
  // 512 bytes of another note are no image.
  expect(of(["OpenBSD@1", 23, FXSAVE], ["NetBSD-CORE@1", 33, FXSAVE])).toThrow(/no FXSAVE image/);
});
