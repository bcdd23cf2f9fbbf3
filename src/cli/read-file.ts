/** Bytes of an input, up to a limit: a file that is too large and a device without end are refused. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { reasonOf } from "./reason.ts";
import { type Sieve, sieveFor } from "./sieve.ts";

/** Nearly what one string of V8 holds: 0x1fffffe8 characters. */
export const MAX_INPUT = 512_000_000;
const CHUNK_BYTES = 2 ** 20;
/** Bytes from which on a log is held by what matters in it. */
const LONG = 2 ** 24;

/** The error of an input that is longer. */
export const tooLarge = (limit: number): RangeError =>
  new RangeError(
    `more than ${limit} bytes of input: cut it to the lines in question, or raise --max-input`,
  );

const ELF = Buffer.from("\x7fELF").toString("hex");

const largeCore = (limit: number): RangeError =>
  new RangeError(
    `more than ${limit} bytes of an ELF file, packed or in a pipe: \`xsweep core\` reads it as it comes`,
  );

/** The bytes of the file at `path`. @throws {RangeError} naming it, and saying why not. */
export function readFile(path: string, limit = MAX_INPUT): Uint8Array {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    return readOpen(file, limit);
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    closeSync(file);
  }
}

function unreadable(path: string, error: unknown): RangeError {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = error instanceof RangeError ? message : reasonOf(code);
  return Object.assign(new RangeError(`${path}: ${why}`), { code });
}

/** Everything in an open file, a pipe or a device. */
export function readOpen(file: number, limit = MAX_INPUT): Uint8Array {
  const stat = fstatSync(file);
  if (stat.isDirectory()) throw Object.assign(new Error("a folder"), { code: "EISDIR" });
  if (stat.isFile() && stat.size > limit) throw tooLarge(limit);
  const gathered = gathering(limit);
  for (;;) {
    // One byte more than a short file says, to see its end; what is no file has no size.
    const short = stat.isFile() && stat.size < LONG;
    const more = short ? Math.max(stat.size - gathered.length() + 1, 512) : CHUNK_BYTES;
    const chunk = Buffer.allocUnsafe(Math.min(more, limit - gathered.length() + 1));
    const read = readSync(file, chunk, 0, chunk.length, null);
    if (read === 0) return gathered.bytes();
    gathered.add(chunk.subarray(0, read));
  }
}

/** Chunks up to a limit; of a long log what matters in it. */
export function gathering(limit: number) {
  let chunks: Uint8Array[] = [];
  let length = 0;
  let sieve: Sieve | undefined;
  let begins: string | undefined;
  return {
    length: () => length,
    /** @throws {RangeError} where that is too much. */
    add(chunk: Uint8Array): void {
      length += chunk.length;
      begins ??= Buffer.from(chunk.subarray(0, 4)).toString("hex");
      if (length > limit) throw begins === ELF ? largeCore(limit) : tooLarge(limit);
      chunks.push(sieve ? sieve(chunk) : chunk);
      if (sieve || length < LONG) return;
      const begun = Buffer.concat(chunks);
      sieve = sieveFor(begun);
      chunks = [sieve(begun)];
    },
    bytes(): Uint8Array {
      if (sieve) chunks.push(sieve());
      return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
    },
  };
}

/** Standard input as it comes. @throws {RangeError} where it is a folder, or closed. */
export function stdinChunks(): AsyncIterable<Uint8Array> {
  try {
    if (fstatSync(0).isDirectory()) throw new RangeError("stdin: a folder, not a file");
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new RangeError("stdin: it is closed");
  }
  return process.stdin;
}

/** Everything on standard input. @throws {RangeError} where that is too much, or a folder. */
export async function readStdin(limit = MAX_INPUT): Promise<Uint8Array> {
  const gathered = gathering(limit);
  try {
    for await (const chunk of stdinChunks()) gathered.add(chunk);
  } catch (error) {
    if (gathered.length() <= limit) throw error;
    process.stdin.destroy();
    throw new RangeError(`stdin: ${tooLarge(limit).message}`);
  }
  return gathered.bytes();
}
