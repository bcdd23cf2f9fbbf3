/**
 * zstd for a Node that has none (before 22.15): a reader in JavaScript, fzstd, 8 KB, loaded when such
 * a file comes. It looks at no checksum of a frame, which Node's own does; all else that is broken it
 * refuses.
 */
import { Transform } from "node:stream";

/** A stream that unpacks frames of zstd. RFC 8878. */
export async function zstdUnpacker(): Promise<Transform> {
  const { Decompress } = await import("fzstd");
  let out: (chunk: Uint8Array) => void = () => {};
  const reader = new Decompress((chunk) => out(chunk));
  const step = (chunk: Uint8Array, last: boolean, done: (error?: Error) => void) => {
    try {
      reader.push(chunk, last);
      done();
    } catch (error) {
      const { message } = error as Error;
      done(Object.assign(new Error(message), { code: "ZSTD_INVALID" }));
    }
  };
  const stream = new Transform({
    transform: (chunk: Uint8Array, _, done) => step(chunk, false, done),
    flush: (done) => step(new Uint8Array(0), true, done),
  });
  out = (chunk) => {
    // The reader writes into its window again.
    if (chunk.length > 0) stream.push(Buffer.from(chunk));
  };
  return stream;
}
