/** Reads a file of sizes back: its length, its checksum, and every size against a computation. */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { Question } from "../questions/question.ts";
import { subsetAt } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import { letSignalsIn, windows } from "./sizes-file.ts";
import { HEADER_BYTES, readHeader, type SizesHeader } from "./sizes-header.ts";

/** Read at a time: 4 MiB. */
const READ_BYTES = 2 ** 22;

/** The header of the file at `path`, once length and checksum fit it. @throws {RangeError} where not. */
export async function checkSizes(
  path: string,
  signal: AbortSignal | undefined,
): Promise<SizesHeader> {
  return reading(path, async (file) => {
    const bytes = new Uint8Array(HEADER_BYTES);
    const read = await fill(file, bytes, 0);
    const header = readHeader(bytes.subarray(0, read));
    const { size } = await file.stat();
    if (size !== HEADER_BYTES + header.dataBytes) {
      throw new RangeError(
        `${size} bytes long, and its header says ${HEADER_BYTES + header.dataBytes}: it is not whole`,
      );
    }
    const hash = createHash("sha256");
    const window = new Uint8Array(READ_BYTES);
    for (let at = HEADER_BYTES; at < size; ) {
      await letSignalsIn(signal);
      const some = await fill(file, window, at);
      if (some === 0) throw new RangeError("the file became shorter while it was read");
      hash.update(window.subarray(0, some));
      at += some;
    }
    const found = hash.digest("hex");
    if (found !== header.sha256) {
      throw new RangeError(
        `its data has the SHA-256 ${found}, and its header says ${header.sha256}: the two do not belong together`,
      );
    }
    return header;
  });
}

export interface WrongSize {
  readonly rule: string;
  readonly mask: bigint;
  readonly stored: number;
  readonly computed: number;
}

/** The first size of the file that is not the computed one; null where all are. */
export async function wrongSize(
  path: string,
  cpu: Processor,
  questions: readonly Question[],
  signal: AbortSignal | undefined,
): Promise<WrongSize | null> {
  return reading(path, async (file) => {
    let place = HEADER_BYTES;
    for (const question of questions) {
      let index = 0;
      for (const window of windows(cpu, [question])) {
        await letSignalsIn(signal);
        const bytes = new Uint8Array(window.length);
        await fill(file, bytes, place);
        if (!Buffer.from(bytes.buffer).equals(window)) {
          const [stored, computed] = [bytes, window].map(
            (some) => new DataView(some.buffer, some.byteOffset, some.byteLength),
          ) as [DataView, DataView];
          for (let at = 0; at < bytes.length; at += 4) {
            const [a, b] = [stored.getUint32(at, true), computed.getUint32(at, true)];
            if (a === b) continue;
            const mask = subsetAt(question.universe, BigInt(index + at / 4)) | question.fixed;
            return { rule: question.rule.id, mask, stored: a, computed: b };
          }
        }
        place += window.length;
        index += window.length / 4;
      }
    }
    return null;
  });
}

async function reading<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, "r");
  try {
    if (!(await file.stat()).isFile()) throw new RangeError("no regular file to read back");
    return await work(file);
  } finally {
    await file.close();
  }
}

/** Bytes read into `bytes` from `place` on: fewer only at the end of the file. */
async function fill(file: FileHandle, bytes: Uint8Array, place: number): Promise<number> {
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, place + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return at;
}
