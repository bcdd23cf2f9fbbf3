/**
 * Files that are packed: which by, and their bytes. gzip is that of Node, held against the checksums in
 * the file; zstd is src/cli/zstd.ts. What is not opened here is named, with the command that opens it.
 */
import { type Duplex, Readable } from "node:stream";
import * as zlib from "node:zlib";
import { gathering, MAX_INPUT } from "./read-file.ts";
import { zstdUnpacker } from "./zstd.ts";

/** The longest of the marks below. */
export const MAGIC_BYTES = 6;

/** What a packed file begins with (RFC 1952, RFC 8878, the xz file format 1.2.1, bzip2, LZ4 frames). */
const MAGIC = [
  ["gzip", "1f8b"],
  ["zstd", "28b52ffd"],
  ["xz", "fd377a585a00"],
  ["bzip2", "425a68"],
  ["lz4", "04224d18"],
  ["zip", "504b0304"],
  ["7z", "377abcaf271c"],
] as const;

/** Where a tar archive says what it is (POSIX ustar, and GNU's). */
const USTAR = [257, "ustar"] as const;

export type Packing = (typeof MAGIC)[number][0];

/** What takes one file out of an archive, where it is no `PACKING -dc`. */
const OPENERS: Readonly<Record<string, string>> = {
  zip: "unzip -p FILE NAME",
  "7z": "7z x -so FILE NAME",
  tar: "tar -xOf FILE NAME",
};

/** What packed the file that begins so; null where it is not packed. */
export function packingOf(head: Uint8Array): Packing | null {
  const hex = Buffer.from(head.subarray(0, MAGIC_BYTES)).toString("hex");
  // A frame to skip, which pzstd writes before each of its own: RFC 8878, 3.1.2.
  if (/^5[0-9a-f]2a4d18/.test(hex)) return "zstd";
  return MAGIC.find(([, magic]) => hex.startsWith(magic))?.[0] ?? null;
}

/** A stream that unpacks. @throws {RangeError} naming the command, where the program has none. */
export async function unpackerOf(packing: Packing, command: string): Promise<Duplex> {
  if (packing === "gzip") return zlib.createGunzip();
  if (packing === "zstd") return zstdUnpacker();
  throw closed(packing, command);
}

function closed(packing: string, command: string): RangeError {
  const article = /^[xl]/.test(packing) ? "an" : "a";
  const kind = packing in OPENERS ? "archive" : "file";
  const opener = OPENERS[packing] ?? `${packing} -dc FILE`;
  return new RangeError(
    `${article} ${packing} ${kind}: open it with \`${opener} | xsweep ${command} -\``,
  );
}

/** @throws {RangeError} where `bytes` are a tar archive, which holds files and is none. */
function noArchive(bytes: Uint8Array, command: string): Uint8Array {
  const [at, word] = USTAR;
  const found = Buffer.from(bytes.subarray(at, at + word.length)).toString("latin1");
  if (found === word) throw closed("tar", command);
  return bytes;
}

/**
 * The bytes, unpacked where they are packed, up to `limit`; of a long log what matters in it.
 *
 * @throws {RangeError} where they cannot be.
 */
export async function unpacked(
  bytes: Uint8Array,
  command: string,
  limit = MAX_INPUT,
): Promise<Uint8Array> {
  const packing = packingOf(bytes);
  if (packing === null) return noArchive(bytes, command);
  const unpacker = await unpackerOf(packing, command);
  const found = gathering(limit);
  try {
    for await (const chunk of Readable.from(pieces(bytes)).pipe(unpacker)) found.add(chunk);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const { message } = error as Error;
    // The header of the file itself is right: it is one behind its end that is none.
    const why = /incorrect header check/.test(message) ? "bytes behind its end" : message;
    throw new RangeError(`a ${packing} file that cannot be unpacked: ${why}`);
  }
  const content = found.bytes();
  const inside = packingOf(content);
  if (inside) throw new RangeError(`packed twice: inside is ${closed(inside, command).message}`);
  return noArchive(content, command);
}

const PIECE = 2 ** 16;

/** In pieces, so that a bomb is noticed before all of it is unpacked. */
function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
