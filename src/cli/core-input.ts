/**
 * A core file to read: in place where it is a file, which may be larger than memory; from a pipe or
 * out of gzip or zstd as it comes.
 */
import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from "node:fs";
import { type Duplex, Readable } from "node:stream";
import { type Bytes, bytesOf, checkWithin } from "../read/bytes.ts";
import { gathered } from "../read/elf/forward.ts";
import { isElf } from "../read/elf/notes.ts";
import type { Io } from "./io.ts";
import { MAGIC_BYTES, packingOf, unpackerOf } from "./packed.ts";
import { reasonOf } from "./reason.ts";
import { naming } from "./resolve.ts";

/** True of a file that begins as ELF does: it is read by place, however large it is. */
export function isElfFile(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, "r");
    try {
      const head = new Uint8Array(4);
      return readSync(file, head, 0, head.length, 0) === head.length && isElf(bytesOf(head));
    } finally {
      closeSync(file);
    }
  } catch {
    // Whoever opens it next says why it cannot be read.
    return false;
  }
}

/** `work` on the bytes of the core file at that path, or of `-`, stdin. */
export async function withCore<T>(text: string, io: Io, work: (bytes: Bytes) => T): Promise<T> {
  if (text === "-") return streamed("stdin", io.chunks(), work);
  let file: number;
  try {
    file = openSync(text, "r");
  } catch (error) {
    throw new RangeError(`${text}: ${reasonOf((error as NodeJS.ErrnoException).code)}`);
  }
  let open = true;
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) throw new RangeError(`${text}: ${reasonOf("EISDIR")}`);
    if (stat.isFile() && !isCompressed(file, stat.size)) {
      return naming(text, () => work(fileBytes(file, stat.size)));
    }
    open = false;
    return await streamed(text, createReadStream(text, { fd: file }), work);
  } finally {
    if (open) closeSync(file);
  }
}

async function streamed<T>(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  work: (bytes: Bytes) => T,
): Promise<T> {
  let bytes: Bytes;
  try {
    bytes = await gathered(await unpacked(chunks));
  } catch (error) {
    const { message, code = "" } = error as NodeJS.ErrnoException;
    if (!(error instanceof RangeError) && !/^(Z_|ZSTD_|ERR_ZSTD|E[A-Z]+$)/.test(code)) throw error;
    const why = error instanceof RangeError ? message : `it cannot be unpacked or read: ${message}`;
    throw new RangeError(`${name}: ${why}`);
  }
  return naming(name, () => work(bytes));
}

function isCompressed(file: number, size: number): boolean {
  const head = Buffer.alloc(Math.min(MAGIC_BYTES, size));
  readSync(file, head, 0, head.length, 0);
  return packingOf(head) !== null;
}

/** The stream itself, or what is packed in it. @throws {RangeError} where this Node cannot unpack it. */
async function unpacked(stream: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const chunks = stream[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < MAGIC_BYTES) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const packing = packingOf(head);
  if (packing === null) return again(head, chunks);
  let unpack: Duplex;
  try {
    unpack = await unpackerOf(packing, "core");
  } catch (error) {
    await chunks.return?.();
    throw error;
  }
  return through(again(head, chunks), unpack);
}

async function* again(
  head: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const { done, value } = await chunks.next();
      if (done) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

function through(chunks: AsyncIterable<Uint8Array>, unpack: Duplex): AsyncIterable<Uint8Array> {
  const source = Readable.from(chunks, { objectMode: false });
  source.on("error", (error) => unpack.destroy(error));
  // Whoever has the notes reads no further: the source ends with its reader.
  unpack.on("close", () => source.destroy());
  return source.pipe(unpack);
}

const fileBytes = (file: number, length: number): Bytes => {
  const bytes: Bytes = {
    length,
    slice(offset, size) {
      checkWithin(bytes, offset, size);
      const buffer = new Uint8Array(size);
      let read = 0;
      while (read < size) {
        const n = readSync(file, buffer, read, size - read, offset + read);
        if (n === 0) throw new RangeError("the file became shorter while it was read");
        read += n;
      }
      return new DataView(buffer.buffer);
    },
  };
  return bytes;
};
