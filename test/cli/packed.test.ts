/** explain, import and image of packed files, from a path and from a pipe. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { expect, test } from "vitest";
import { BIN, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-packed-"));
const LOG = new URL("../fixtures/zen-4-guest.dmesg.txt", import.meta.url);
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const piped = (args: readonly string[], input: Uint8Array) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    input,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
};

/** A zstd frame of raw blocks, of one segment with 4 bytes of size: RFC 8878, 3.1.1. */
function zstd(bytes: Uint8Array): Uint8Array {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  const parts: Uint8Array[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), size];
  for (let at = 0; at < bytes.length; at += 1000) {
    const part = bytes.subarray(at, at + 1000);
    const head = (part.length << 3) | (at + 1000 >= bytes.length ? 1 : 0);
    parts.push(Buffer.from([head & 0xff, (head >> 8) & 0xff, head >> 16]), part);
  }
  return Buffer.concat(parts);
}

test("a log in gzip says what the log says, in a file and in a pipe", () => {
  const bytes = readFileSync(LOG);
  const plain = xsweep(["explain", file("log", bytes)]);
  expect(plain.code).toBe(0);
  const packed = zlib.gzipSync(bytes);
  expect(xsweep(["explain", file("log.gz", packed)])).toEqual(plain);
  expect(piped(["explain", "-"], packed)).toEqual(plain);
  // `cat a.gz b.gz`, as logrotate's files are read: RFC 1952, 2.2.
  const half = bytes.length >> 1;
  const parts = [bytes.subarray(0, half), bytes.subarray(half)].map((part) => zlib.gzipSync(part));
  expect(xsweep(["explain", file("parts.gz", Buffer.concat(parts))])).toEqual(plain);
  expect(JSON.parse(xsweep(["import", file("log.gz", packed)]).out).schema).toBe(
    "xsweep/processor@1",
  );
});

/** The log as zstd 1.5.4 packs it at level 19, with a checksum: Huffman codes, sequences, repeats. */
const FRAME = Buffer.from(
  [
    "KLUv/WSUAx0KAAZRNx8Qc3Ubg2moEbbi6dTNWhCmRGDO5zTHLX2CiABAAQ4CLQAwAC0AmGr6PldqK2mpeSle0BON",
    "sYu9r5VlzzMiiklyTaX52qqypiesahpgvF5hBXZKjsCprrcdrN3GkHcsNQmUvbnaBYuWx2MSYeRo422w5FT2rkUE",
    "5iQRxWNMkwNA+HYOsP3PtfYci+w1ybUIIuCDd4cYwcjh/lA8gFL0JyqOkhvPaS2dZcaXwENV+0ckgEKWnGvnoUxn",
    "jKw4FgNdUym2PsCdPZc76blj+uerMR9IHdvFjjNNXWRluPhcLiAQKZo5HZOACOANkgQ9MpsMULgQcbELllyGBesi",
    "eCqAWSYGyBTgokwMkGiBoXjMkiF7JViGMtYXop23ngMumvVw2pA1C/9xkrg7Tp1jY54ZayU5AsILaQRuaXEWGQJf",
    "A8BYOozpuA==",
  ].join(""),
  "base64",
);

test("zstd on any Node: raw blocks, a frame of zstd itself, frames one behind the other, a pipe", () => {
  const bytes = readFileSync(LOG);
  const plain = xsweep(["explain", file("log", bytes)]);
  expect(xsweep(["explain", file("log.zst", zstd(bytes))])).toEqual(plain);
  expect(xsweep(["explain", file("frame.zst", FRAME)])).toEqual(plain);
  expect(piped(["explain", "-"], FRAME)).toEqual(plain);
  const half = bytes.length >> 1;
  const parts = [bytes.subarray(0, half), bytes.subarray(half)].map(zstd);
  expect(xsweep(["explain", file("parts.zst", Buffer.concat(parts))])).toEqual(plain);
});

test("a packed file is a processor, and an image to restore", () => {
  const cpuid = readFileSync(new URL("../fixtures/zen-4-guest.cpuid.txt", import.meta.url));
  const plain = xsweep(["layout", "7", "--cpu", file("cpu", cpuid)]);
  expect(plain.code).toBe(0);
  expect(xsweep(["layout", "7", "--cpu", file("cpu.gz", zlib.gzipSync(cpuid))])).toEqual(plain);
  const area = Buffer.alloc(832);
  area.writeUInt8(7, 512);
  const restore = (image: string) => xsweep(["xrstor", "--cpu", "zen-4", "--image", image]);
  const restored = restore(file("area", area));
  expect(restored.out).toMatch(/^no fault: loads x87, SSE, AVX/);
  expect(restore(file("area.gz", zlib.gzipSync(area)))).toEqual(restored);
});

test("an image in gzip says what the image says", () => {
  const area = Buffer.alloc(832);
  area.writeUInt32LE(0x1f80, 24);
  area.writeUInt8(7, 512);
  const plain = xsweep(["image", file("area", area), "--cpu", "zen-4", "--json"]);
  expect(plain.code, plain.err).toBe(0);
  const packed = xsweep([
    "image",
    file("area.gz", zlib.gzipSync(area)),
    "--cpu",
    "zen-4",
    "--json",
  ]);
  expect(packed).toEqual(plain);
});

test.each([
  [
    "xz",
    [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0],
    /: an xz file: open it with `xz -dc FILE \| xsweep COMMAND -`\n$/,
  ],
  [
    "bzip2",
    [...Buffer.from("BZh91AY")],
    /: a bzip2 file: open it with `bzip2 -dc FILE \| xsweep COMMAND -`\n$/,
  ],
  [
    "lz4",
    [4, 0x22, 0x4d, 0x18, 0],
    /: an lz4 file: open it with `lz4 -dc FILE \| xsweep COMMAND -`\n$/,
  ],
  [
    "zip",
    [...Buffer.from("PK\x03\x04.")],
    /: a zip archive: open it with `unzip -p FILE \| xsweep COMMAND -`/,
  ],
  [
    "tar",
    [...Buffer.alloc(257), ...Buffer.from("ustar  \0")],
    /: a tar archive: open it with `tar -xOf FILE \| xsweep COMMAND -`/,
  ],
  [
    "tar in gzip",
    [...zlib.gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from("ustar\x0000")]))],
    /: packed twice, inside it is a tar archive: open it with `tar -xOf FILE/,
  ],
  ["a broken gzip", [0x1f, 0x8b, 8, 0, 1, 2], /: a gzip file that cannot be unpacked: [^\n]+\n$/],
  [
    "gzip cut off",
    [...zlib.gzipSync(Buffer.alloc(5000, "abc")).subarray(0, 20)],
    /: a gzip file that cannot be unpacked: unexpected end of file\n$/,
  ],
  [
    "gzip with something behind it",
    [...zlib.gzipSync(Buffer.from("abc")), ...Buffer.from("behind")],
    /: a gzip file that cannot be unpacked: bytes behind its end that are no gzip\n$/,
  ],
  ["zstd cut off", [...FRAME.subarray(0, 200)], /: a zstd file that cannot be unpacked: [^\n]+\n$/],
  [
    "zstd with something behind it",
    [...FRAME, ...Buffer.from("something else behind")],
    /: a zstd file that cannot be unpacked: [^\n]+\n$/,
  ],
])("%s is named", (name, bytes, sentence) => {
  for (const command of ["explain", "import", "image"]) {
    const { code, out, err } = xsweep([command, file(name, Uint8Array.from(bytes))]);
    const pattern = new RegExp(sentence.source.replace("COMMAND", command));
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(pattern)]);
  }
});

/** Blocks of zstd that repeat a byte 128 KiB long, 4 bytes each: RFC 8878, 3.1.1.2. */
function zstdBomb(blocks: number): Uint8Array {
  const block = (last: number) => {
    const head = (0x20000 << 3) | (1 << 1) | last;
    return Buffer.from([head & 0xff, (head >> 8) & 0xff, head >> 16, 0x20]);
  };
  const all = Array.from({ length: blocks }, (_, i) => block(i + 1 === blocks ? 1 : 0));
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38]), ...all]);
}

test.each([
  ["gzip", zlib.gzipSync(Buffer.alloc(20_000_000))],
  ["zstd", zstdBomb(8000)],
])("a bomb of %s ends at the limit, not in memory", (name, bomb) => {
  const path = file(`bomb-${name}`, bomb);
  const { code, err } = xsweep(["explain", path, "--max-input", "10M"]);
  expect([code, err]).toEqual([2, expect.stringMatching(/more than 10000000 bytes of input/)]);
});

test("a long log out of gzip is held by what matters in it", () => {
  const noise = "Dec  1 12:00:00 host kernel: usb 1-1: new device\n".repeat(500_000);
  const log = readFileSync(LOG, "utf8").replaceAll(/^/gm, "Dec  1 12:00:00 host kernel: ");
  const path = file("syslog.gz", zlib.gzipSync(noise + log, { level: 1 }));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--max-old-space-size=40", BIN, "explain", path],
    { encoding: "utf8" },
  );
  expect([status, stderr]).toEqual([0, expect.not.stringContaining("heap")]);
  expect(stdout).toMatch(/^consistent: 7 of 7/);
});
