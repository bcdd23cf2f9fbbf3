/** explain, import and image of packed files, from a path and from a pipe. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { expect, test } from "vitest";
import { zstdUnpacker } from "../../src/cli/zstd.ts";
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

test("zstd is read to its end, on every Node", () => {
  const bytes = readFileSync(LOG);
  const plain = xsweep(["explain", file("log", bytes)]);
  expect(xsweep(["explain", file("log.zst", zstd(bytes))])).toEqual(plain);
  expect(piped(["explain", "-"], zstd(bytes))).toEqual(plain);
  // Two frames, one behind the other.
  const half = bytes.length >> 1;
  const frames = Buffer.concat([zstd(bytes.subarray(0, half)), zstd(bytes.subarray(half))]);
  expect(xsweep(["explain", file("two.zst", frames)])).toEqual(plain);
  const behind = Buffer.concat([zstd(bytes), Buffer.from("something else behind")]);
  const broken = [
    behind,
    zstd(bytes).slice(0, 900),
    Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 7]),
  ];
  for (const some of broken) {
    const { code, out, err } = xsweep(["explain", file("cut.zst", some)]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/cut\.zst: a zstd file that cannot be unpacked: [^\n]+\n$/);
  }
  const bomb = file("bomb.zst", zstd(Buffer.alloc(3_000_000)));
  expect(xsweep(["explain", bomb, "--max-input", "1M"]).err).toMatch(/more than 1000000 bytes/);
});

const hasZstd = spawnSync("zstd", ["--version"]).status === 0;

test.runIf(hasZstd)(
  "what zstd itself packs, at any level, and with both readers of ours",
  async () => {
    const bytes = readFileSync(LOG);
    for (const level of ["-1", "-19"]) {
      const packed = spawnSync("zstd", ["-q", level, "-c"], {
        input: Buffer.concat(Array(40).fill(bytes)),
      }).stdout;
      const stream = await zstdUnpacker();
      const parts: Uint8Array[] = [];
      stream.end(packed);
      for await (const part of stream) parts.push(part);
      expect(Buffer.concat(parts).equals(Buffer.concat(Array(40).fill(bytes)))).toBe(true);
    }
  },
);

test("a packed processor is a processor", () => {
  const bytes = readFileSync(LOG);
  const plain = xsweep(["layout", "7", "--cpu", file("log", bytes)]);
  expect(plain.code, plain.err).toBe(0);
  for (const [name, packed] of [
    ["log.gz", zlib.gzipSync(bytes)],
    ["log.zst", zstd(bytes)],
  ] as const) {
    expect(xsweep(["layout", "7", "--cpu", file(name, packed)]).out).toBe(plain.out);
  }
  expect(
    xsweep(["layout", "7", "--cpu", file("bad.gz", Uint8Array.from([0x1f, 0x8b, 8]))]).err,
  ).toMatch(/^xsweep: --cpu [^\n]*bad\.gz: a gzip file that cannot be unpacked: [^\n]*\n$/);
});

test("archives are named, with what takes a file out of them", () => {
  const tar = Buffer.alloc(1024);
  tar.write("ustar", 257);
  for (const [name, bytes, sentence] of [
    ["a.tar", tar, "a tar archive: open it with `tar -xOf FILE NAME | xsweep explain -`"],
    ["a.tgz", zlib.gzipSync(tar), "a tar archive: open it with `tar -xOf FILE NAME |"],
    [
      "a.zip",
      Buffer.from("PK\x03\x04rest of it"),
      "a zip archive: open it with `unzip -p FILE NAME |",
    ],
    [
      "a.7z",
      Buffer.from("377abcaf271c0004", "hex"),
      "a 7z archive: open it with `7z x -so FILE NAME |",
    ],
  ] as const) {
    const { code, err } = xsweep(["explain", file(name, bytes)]);
    expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
  }
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
  ["a broken gzip", [0x1f, 0x8b, 8, 0, 1, 2], /: a gzip file that cannot be unpacked: [^\n]+\n$/],
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
  ["zstd", zstdBomb(1000)],
])("a bomb of %s ends at the limit", (name, bomb) => {
  const path = file(`bomb-${name}`, bomb);
  const { code, err } = xsweep(["explain", path, "--max-input", "10M"]);
  expect([code, err]).toEqual([2, expect.stringMatching(/more than 10000000 bytes of input/)]);
});

test("what one step of zstd unpacks to is bounded, however much a piece of it stands for", async () => {
  const stream = await zstdUnpacker();
  stream.end(zstdBomb(10_000));
  const before = process.memoryUsage().arrayBuffers;
  let [length, most] = [0, 0];
  for await (const part of stream) {
    length += part.length;
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(length).toBe(10_000 * 2 ** 17);
  expect(most).toBeLessThan(400e6);
});

test("zstd: a frame to skip before it, a dictionary that nobody has, a window beyond memory", () => {
  const bytes = readFileSync(LOG);
  const plain = xsweep(["explain", file("log", bytes)]);
  const skipped = Buffer.from("502a4d1804000000736b6970", "hex");
  const before = Buffer.concat([skipped, zstd(bytes)]);
  expect(xsweep(["explain", file("skip.zst", before)])).toEqual(plain);
  // Magic, descriptor, window or size, dictionary; then one empty block, the last.
  for (const [name, frame, sentence] of [
    ["dictionary", "28b52ffd 01 38 07 010000", "it needs the dictionary"],
    ["window", "28b52ffd 00 a8 010000", "its window is too large; `zstd -dc --long=31"],
  ] as const) {
    const path = file(`${name}.zst`, Buffer.from(frame.replaceAll(" ", ""), "hex"));
    const { code, err } = xsweep(["explain", path]);
    expect([code, err]).toEqual([2, expect.stringMatching(`cannot be unpacked: .*(${sentence})`)]);
  }
});

test.each([
  [
    "bytes behind it",
    Buffer.concat([zlib.gzipSync(Buffer.from("abc")), Buffer.from("behind")]),
    /: a gzip file that cannot be unpacked: bytes behind its end\n$/,
  ],
  [
    "no end",
    zlib.gzipSync(Buffer.alloc(5000, "abc")).subarray(0, 20),
    /: a gzip file that cannot be unpacked: unexpected end of file\n$/,
  ],
  [
    "a gzip inside",
    zlib.gzipSync(zlib.gzipSync(Buffer.from("abc"))),
    /: packed twice: inside is a gzip file: open it with `gzip -dc FILE \| xsweep explain -`\n$/,
  ],
])("a gzip with %s says so", (name, bytes, sentence) => {
  const { code, out, err } = xsweep(["explain", file(`${name}.gz`, bytes)]);
  expect([code, out, err]).toEqual([2, "", expect.stringMatching(sentence)]);
});
