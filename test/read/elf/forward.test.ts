/** Core files as streams: the same answer as in place, in little memory, and no further than needed. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { bytesOf } from "../../../src/read/bytes.ts";
import { type CoreFile, readCore } from "../../../src/read/elf/core-file.ts";
import { gathered } from "../../../src/read/elf/forward.ts";
import { areaBytes, elfCore } from "../words.ts";

const ZEN = processor("zen-4");
const PLACED = ZEN.components.flatMap((c) =>
  c.offset === null ? [] : [{ ...c, offset: c.offset }],
);
const area = areaBytes(2440, ZEN.xcr0, ZEN.xcr0, (at) => at * 7);
const SMALL = elfCore(
  [
    { pid: 1, area },
    { pid: 2, area },
  ],
  PLACED,
);
/** Program header 0: p_offset. */
const P_OFFSET = 64 + 8;

const summary = (core: CoreFile) =>
  core.threads.map((t) => [t.pid, t.xcr0, t.components.map((c) => c.offset), t.area.getUint8(900)]);
const EXPECTED = summary(readCore(bytesOf(SMALL)));

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([1, 7, 64, 100_000])("in chunks of %i bytes", async (size) => {
  expect(summary(readCore(await gathered(pieces(SMALL, size))))).toEqual(EXPECTED);
});

test("notes before 10 GB of memory: the stream is left where they end", async () => {
  let given = 0;
  let ended = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      yield SMALL;
      const megabyte = new Uint8Array(2 ** 20);
      for (; given < 10_000; given++) yield megabyte;
    } finally {
      ended = true;
    }
  }
  expect(summary(readCore(await gathered(endless())))).toEqual(EXPECTED);
  expect([given, ended]).toEqual([0, true]);
});

test("notes behind a gigabyte of memory: it runs by, and is not kept", async () => {
  const gap = 2 ** 30;
  const headers = SMALL.slice(0, 64 + 56);
  const notes = SMALL.subarray(64 + 56);
  new DataView(headers.buffer).setBigUint64(P_OFFSET, BigInt(gap), true);
  async function* late(): AsyncGenerator<Uint8Array> {
    yield headers;
    let left = gap - headers.length;
    while (left > 0) {
      const size = Math.min(left, 2 ** 22);
      yield new Uint8Array(size);
      left -= size;
    }
    yield* pieces(notes, 1000);
  }
  const bytes = await gathered(late());
  expect(summary(readCore(bytes))).toEqual(EXPECTED);
  // Of what is kept, no view holds a chunk of the memory that ran by.
  expect(bytes.slice(gap, 100).buffer.byteLength).toBe(notes.length);
  expect(() => bytes.slice(2 ** 20, 8)).toThrow(/have run by/);
});

test("more than 65,534 segments: their number is at the end of a file, and not waited for", async () => {
  const many = SMALL.slice();
  new DataView(many.buffer).setUint16(56, 0xffff, true);
  expect(summary(readCore(await gathered(pieces(many, 500))))).toEqual(EXPECTED);
});

test("headers behind the data, a stream that is cut off, and what is no core", async () => {
  const behind = SMALL.slice();
  new DataView(behind.buffer).setBigUint64(32, 2n ** 40n, true);
  await expect(gathered(pieces(behind, 4096))).rejects.toThrow(/behind its data: give the file/);
  const cut = readCore(await gathered(pieces(SMALL.subarray(0, 3200), 100)));
  expect(cut.threads).toHaveLength(1);
  expect(cut.warnings.map(({ name }) => name)).toContain("lying-note");
  await expect(gathered(pieces(SMALL.subarray(0, 30), 100))).rejects.toThrow(
    /cut off in its header/,
  );
  await expect(gathered(pieces(new TextEncoder().encode("no core"), 2))).rejects.toThrow(/no ELF/);
});
