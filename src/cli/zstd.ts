/**
 * zstd by a reader in JavaScript, fzstd, 8 KB, loaded when such a file comes. Node has none before
 * 22.15, and since then one that ends with the first frame and takes a file that is cut off for a whole
 * one: nobody would hear of what is lost. fzstd looks at no checksum; all else that is broken it
 * refuses. 100 MB of a log take it 1.4 s, Node 0.9.
 */
import { Duplex } from "node:stream";

/** 4 bytes of zstd can stand for 128 KiB: so many at a time are 32 MiB at most. */
const PIECE = 1024;

/** A stream that unpacks frames of zstd. RFC 8878. */
export async function zstdUnpacker(): Promise<Duplex> {
  const { Decompress } = await import("fzstd");
  return Duplex.from(async function* unpacked(packed: AsyncIterable<Uint8Array>) {
    let out: Uint8Array[] = [];
    // The reader writes into its window again.
    const reader = new Decompress((chunk) => out.push(Buffer.from(chunk)));
    const step = (chunk: Uint8Array, last: boolean): readonly Uint8Array[] => {
      out = [];
      try {
        reader.push(chunk, last);
      } catch (error) {
        throw invalid(error instanceof RangeError ? TOO_LARGE : (error as Error).message);
      }
      return out.filter(({ length }) => length > 0);
    };
    let begun = false;
    for await (const chunk of packed) {
      if (!begun && hasDictionary(chunk))
        throw invalid("it needs the dictionary it was packed with");
      begun = true;
      for (let at = 0; at < chunk.length; at += PIECE) {
        yield* step(chunk.subarray(at, at + PIECE), false);
      }
    }
    yield* step(new Uint8Array(0), true);
  });
}

/** What the reader cannot make room for. */
const TOO_LARGE = "its window is too large; `zstd -dc --long=31 FILE` opens it";

const invalid = (message: string): Error =>
  Object.assign(new Error(message), { code: "ZSTD_INVALID" });

/** The reader would read on without: the two lowest bits of the descriptor. RFC 8878, 3.1.1.1.1. */
const hasDictionary = (frame: Uint8Array): boolean =>
  frame[0] === 0x28 && ((frame[4] ?? 0) & 3) !== 0;
