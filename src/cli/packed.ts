/**
 * Files that are packed: which by, and their bytes. gzip and zstd are those of Node (zstd from 22.15
 * on): checked against the checksums in the file, and no dependency. What Node cannot open is named,
 * with the command that opens it.
 */
import * as zlib from "node:zlib";
import { MAX_INPUT, tooLarge } from "./read-file.ts";

/** The longest of the marks below. */
export const MAGIC_BYTES = 6;

/** What a packed file begins with (RFC 1952, RFC 8878, the xz file format 1.2.1, bzip2, LZ4 frames). */
const MAGIC = [
  ["gzip", "1f8b"],
  ["zstd", "28b52ffd"],
  ["xz", "fd377a585a00"],
  ["bzip2", "425a68"],
  ["lz4", "04224d18"],
] as const;

export type Packing = (typeof MAGIC)[number][0];

/** What packed the file that begins so; null where it is not packed. */
export function packingOf(head: Uint8Array): Packing | null {
  const hex = Buffer.from(head.subarray(0, MAGIC_BYTES)).toString("hex");
  return MAGIC.find(([, magic]) => hex.startsWith(magic))?.[0] ?? null;
}

type Make<T> = ((options?: zlib.ZlibOptions) => T) | undefined;
type One = ((bytes: Uint8Array, options: zlib.ZlibOptions) => Uint8Array) | undefined;

/** Since Node 22.15; the types are those of the oldest Node that the program runs on. */
const { createZstdDecompress, zstdDecompressSync } = zlib as {
  createZstdDecompress?: Make<zlib.Gunzip>;
  zstdDecompressSync?: One;
};

/** A stream that unpacks. @throws {RangeError} naming the command, where this Node has none. */
export function unpackerOf(packing: Packing, command: string): zlib.Gunzip {
  const make = packing === "gzip" ? zlib.createGunzip : packing === "zstd" && createZstdDecompress;
  if (make) return make();
  throw closed(packing, command);
}

/** The bytes, unpacked where they are packed. @throws {RangeError} where they cannot be. */
export function unpacked(bytes: Uint8Array, command: string, limit = MAX_INPUT): Uint8Array {
  const packing = packingOf(bytes);
  if (packing === null) return bytes;
  const unpack = packing === "gzip" ? zlib.gunzipSync : packing === "zstd" && zstdDecompressSync;
  if (!unpack) throw closed(packing, command);
  try {
    return unpack(bytes, { maxOutputLength: limit });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limit);
    throw new RangeError(`a ${packing} file that cannot be unpacked: ${message}`);
  }
}

function closed(packing: Packing, command: string): RangeError {
  const pipe = `\`${packing} -dc FILE | xsweep ${command} -\``;
  if (packing !== "zstd") {
    return new RangeError(
      `a${/^[xl]/.test(packing) ? "n" : ""} ${packing} file: open it with ${pipe}`,
    );
  }
  const systemd = command === "core" ? ", or `coredumpctl dump PID | xsweep core -`" : "";
  return new RangeError(
    `a zstd file (systemd stores cores so), which Node opens from 22.15 on and this is ${process.versions.node}: ${pipe}${systemd}`,
  );
}
