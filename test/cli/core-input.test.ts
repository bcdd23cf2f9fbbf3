/** core over pipes and packed files, as a user runs it, in processes of their own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { expect, test } from "vitest";
import { areaBytes, elfCore } from "../read/words.ts";
import { BIN, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-core-"));
const CORE = new URL("../fixtures/zen-4-guest.core", import.meta.url);
const K1 = "k1  0x1122334455667788\n";

/** In a process of its own, for the bytes on its stdin; what is in a file needs none. */
const core = (args: readonly string[], input?: Uint8Array) => {
  if (!input) return xsweep(["core", ...args]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, "core", ...args], {
    input,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
};
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

test("a pipe, gzip in a file and in a pipe; what is cut off is said", () => {
  const bytes = readFileSync(CORE);
  const packed = zlib.gzipSync(bytes);
  for (const [args, input] of [
    [["-"], bytes],
    [["-"], packed],
    [[file("core.gz", packed)], undefined],
  ] as const) {
    expect(core([...args, "--reg", "k1"], input)).toEqual({ code: 0, out: K1, err: "" });
  }
  const cut = core([file("cut.gz", packed.subarray(0, 60))]);
  expect(cut).toMatchObject({ code: 2, out: "" });
  expect(cut.err).toMatch(/^xsweep: [^\n]*cut\.gz: [^\n]+\n$/);
});

test("zstd is read on every Node", () => {
  // One raw block: magic, descriptor of a single segment of 2 bytes of size, block header.
  const bytes = readFileSync(CORE);
  const blocks = [];
  for (let at = 0; at < bytes.length; at += 1000) {
    const part = bytes.subarray(at, at + 1000);
    const head = (part.length << 3) | (at + 1000 >= bytes.length ? 1 : 0);
    blocks.push(Buffer.from([head & 0xff, (head >> 8) & 0xff, head >> 16]), part);
  }
  const size = bytes.length - 256;
  const frame = Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, size & 0xff, size >> 8]),
    ...blocks,
  ]);
  const path = file("core.zst", frame);
  expect(core([path, "--reg", "k1"])).toEqual({ code: 0, out: K1, err: "" });
});

test.each([
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0], /an xz file: open it with `xz -dc FILE/],
  ["nothing", [], /nothing: the file is empty/],
  ["Mach-O", [0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1], /a Mach-O file.*lldb/],
  ["a Windows crash dump", [...Buffer.from("PAGEDU64")], /a Windows crash dump/],
  ["a minidump", [...Buffer.from("MDMP"), ...Array(60).fill(0)], /a Windows minidump/],
])("%s is named", (name, bytes, reason) => {
  const { code, err } = core([file(name, Uint8Array.from(bytes))]);
  expect([code, err]).toEqual([2, expect.stringMatching(reason)]);
});

test("what is no core is named from a pipe too", () => {
  const { code, err } = core(["-"], Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]));
  expect([code, err]).toEqual([2, expect.stringMatching(/^xsweep: stdin: an xz file/)]);
});

test.each([
  [183, 1, /little-endian ELF file of AArch64 \(machine 183\): not of an x86 machine/],
  [22, 2, /big-endian ELF file of s390x \(machine 22\)/],
  [21, 2, /big-endian ELF file of PowerPC64 \(machine 21\)/],
])("a core file of machine %i is named", (machine, endian, reason) => {
  const bytes = elfCore([{ pid: 1, area: areaBytes(832, 7n, 7n) }], null);
  bytes[5] = endian;
  new DataView(bytes.buffer).setUint16(18, machine, endian === 1);
  expect(core([file(`m${machine}`, bytes)])).toMatchObject({
    code: 2,
    err: expect.stringMatching(reason),
  });
});

test("a core file of OpenBSD is named by the owner of its notes", () => {
  const bytes = elfCore([{ pid: 1, area: areaBytes(832, 7n, 7n) }], null);
  const view = new DataView(bytes.buffer);
  // "CORE" and "LINUX" are padded to 8 bytes, which "OpenBSD" fills.
  const second = 64 + 56 + 12 + 8 + 336;
  for (const at of [64 + 56, second]) {
    view.setUint32(at, 8, true);
    bytes.set(Buffer.from("OpenBSD\0"), at + 12);
  }
  expect(core([file("openbsd", bytes)])).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /no XSAVE note .*: OpenBSD writes its registers in notes of its own/,
    ),
  });
});

test("explain and import read a core file in place, larger than any input may be", () => {
  const bytes = readFileSync(CORE);
  const small = [
    xsweep(["explain", file("small", bytes)]),
    xsweep(["import", file("small", bytes)]),
  ];
  expect(small.map(({ code }) => code)).toEqual([0, 0]);
  const large = join(folder, "small");
  truncateSync(large, 2 ** 36);
  expect([xsweep(["explain", large]), xsweep(["import", large])]).toEqual(small);
  // Nobody reads it as text, or where it is packed, for as long as memory lasts.
  const { code, err } = xsweep(["explain", large, "--read-as", "dmesg"]);
  expect([code, err]).toEqual([2, expect.stringMatching(/small: more than 512000000 bytes/)]);
  const packed = file("large.gz", zlib.gzipSync(Buffer.concat([bytes, Buffer.alloc(2_000_000)])));
  expect(xsweep(["explain", packed, "--max-input", "1M"]).err).toMatch(
    /large\.gz: more than 1000000 bytes of an ELF file, packed or in a pipe: `xsweep core` reads it as it comes\n$/,
  );
});

test("of many threads each is told as it is alone, and whoever reads no further ends it", () => {
  const threads = Array.from({ length: 200 }, (_, i) => ({
    pid: i + 1,
    area: areaBytes(832, 7n, 7n, (at) => at * (i + 1)),
  }));
  const many = file("many", elfCore(threads, null));
  const { code, out } = core([many, "--reg", "ymm0-1"]);
  const alone = threads.map((thread) => {
    const one = core([file("one", elfCore([thread], null)), "--reg", "ymm0-1"]);
    return `thread ${thread.pid}\n${one.out}`;
  });
  expect([code, out]).toEqual([0, alone.join("\n")]);
  const { stdout, stderr, status } = spawnSync(
    "sh",
    ["-c", `"${process.execPath}" "${BIN}" core "${many}" --reg all -q | head -1; exit 0`],
    { encoding: "utf8" },
  );
  expect([status, stdout, stderr]).toEqual([0, "thread 1\n", ""]);
});
