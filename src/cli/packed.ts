/**
 * Files that are packed: which by, and their bytes, unpacked as they come. gzip and zstd are those of
 * Node, which hold them against the checksums in the file. Before 22.15 Node has no zstd, and systemd
 * stores cores so: there it is `fzstd`, loaded with the first such file, which checks no checksum.
 * What is not opened is named, with the command that opens it.
 */
import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { gathering, MAX_INPUT } from "./read-file.ts";

/** Bytes in which each of the marks below lies. */
export const MAGIC_BYTES = 262;

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

export type Packing = (typeof MAGIC)[number][0] | "tar";

/** What packed the file that begins so; null where it is not packed. */
export function packingOf(head: Uint8Array): Packing | null {
  const hex = Buffer.from(head.subarray(0, 6)).toString("hex");
  const found = MAGIC.find(([, magic]) => hex.startsWith(magic))?.[0];
  // POSIX ustar, and GNU tar, which writes a blank in place of the 0.
  return found ?? (Buffer.from(head.subarray(257, 262)).toString() === "ustar" ? "tar" : null);
}

type Chunks = AsyncIterable<Uint8Array>;
type Unpack = (packed: Chunks) => Chunks;

/** Bytes that a turn of a stream unpacks. */
const TURN = { chunkSize: 2 ** 18 };

/** Since Node 22.15; the types are those of the oldest Node that the program runs on. */
const { createZstdDecompress } = zlib as {
  createZstdDecompress?: (options: zlib.ZlibOptions) => zlib.Gunzip;
};

/** @throws {RangeError} naming the command, where it is not opened here. */
function unpackerOf(packing: Packing, command: string): Unpack {
  if (packing === "gzip") return (packed) => through(packed, zlib.createGunzip(TURN));
  if (packing !== "zstd") throw closed(packing, command);
  if (!createZstdDecompress) return withFzstd;
  return (packed) => through(packed, createZstdDecompress(TURN));
}

/** The bytes, unpacked where they are packed. @throws {RangeError} where they cannot be. */
export async function unpacked(
  bytes: Uint8Array,
  command: string,
  limit = MAX_INPUT,
): Promise<Uint8Array> {
  if (packingOf(bytes) === null) return bytes;
  const gathered = gathering(limit);
  for await (const chunk of unpackedChunks(inPieces(bytes, 2 ** 16), command)) gathered.add(chunk);
  const content = gathered.bytes();
  const inside = packingOf(content);
  if (inside === null) return content;
  const why = closed(inside, command).message;
  throw new RangeError(`packed twice, inside it is ${why}`);
}

/** The stream itself, or what is packed in it. @throws {RangeError} where it cannot be unpacked. */
export async function* unpackedChunks(stream: Chunks, command: string): Chunks {
  const chunks = stream[Symbol.asyncIterator]();
  try {
    let head: Uint8Array = new Uint8Array(0);
    while (head.length < MAGIC_BYTES) {
      const { done, value } = await chunks.next();
      if (done) break;
      head = head.length === 0 ? value : Buffer.concat([head, value]);
    }
    const packing = packingOf(head);
    if (packing === null) yield* again(head, chunks);
    else yield* explained(packing, unpackerOf(packing, command)(again(head, chunks)));
  } finally {
    await chunks.return?.();
  }
}

/** @throws {RangeError} on what no unpacker takes. */
async function* explained(packing: Packing, content: Chunks): Chunks {
  try {
    yield* content;
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    // An error of the system is one of reading.
    if (error instanceof RangeError || /^E[A-Z]+$/.test(`${code}`)) throw error;
    // The header of the file itself is right: it is one behind its end that is none.
    const why = /incorrect header check/.test(message)
      ? `bytes behind its end that are no ${packing}`
      : message;
    throw new RangeError(`a ${packing} file that cannot be unpacked: ${why}`);
  }
}

async function* again(head: Uint8Array, chunks: AsyncIterator<Uint8Array>): Chunks {
  if (head.length > 0) yield head;
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) return;
    yield value;
  }
}

function through(packed: Chunks, unpack: zlib.Gunzip): Chunks {
  const source = Readable.from(packed, { objectMode: false });
  source.on("error", (error) => unpack.destroy(error));
  // Whoever has what is sought reads no further: the source ends with its reader.
  unpack.on("close", () => source.destroy());
  return source.pipe(unpack);
}

/** 4 bytes of zstd can be 128 KiB: so much of it at a time is at most 32 MiB. */
const PIECE = 1024;

async function* withFzstd(packed: Chunks): Chunks {
  const { Decompress } = await import("fzstd");
  let parts: Uint8Array[] = [];
  const stream = new Decompress((part) => parts.push(part));
  for await (const chunk of packed) {
    for await (const piece of inPieces(chunk, PIECE)) {
      stream.push(piece);
      yield* parts;
      parts = [];
    }
  }
  stream.push(new Uint8Array(0), true);
  yield* parts;
}

async function* inPieces(bytes: Uint8Array, size: number): Chunks {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What to run instead. */
const OPEN: { readonly [P in Packing]?: string } = {
  zip: "unzip -p",
  tar: "tar -xOf",
  "7z": "7z x -so",
};

function closed(packing: Packing, command: string): RangeError {
  const article = /^[xl]/.test(packing) ? "an" : "a";
  const kind = packing in OPEN ? "archive" : "file";
  const folder =
    kind === "archive" && (command === "explain" || command === "import")
      ? `, or unpack it and give the folder: xsweep ${command} FOLDER`
      : "";
  const pipe = `\`${OPEN[packing] ?? `${packing} -dc`} FILE | xsweep ${command} -\``;
  return new RangeError(`${article} ${packing} ${kind}: open it with ${pipe}${folder}`);
}
