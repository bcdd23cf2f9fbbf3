/** Every size to a file, u32 little-endian in order of i, behind a header that says what it is. */
import { createHash } from "node:crypto";
import { foldOf } from "../algebra/fold.ts";
import { createEngine } from "../exhaustive/engine.ts";
import { type OutputOptions, writeOutput } from "../files/output.ts";
import type { Question } from "../questions/question.ts";
import { stepsOf } from "../rules/rule.ts";
import { type Progress, progressOf } from "../threads/progress.ts";
import { popcount } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import { headerBytes, headerOf } from "./sizes-header.ts";

/** Sizes written by one call: 4 MiB. */
const WRITE_MASKS = 2 ** 20;

export interface SpillOptions extends OutputOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const NO_CHECKSUM = "0".repeat(64);

/**
 * Writes the sizes of every subset of each question to `path`, one question after the other, behind
 * a header with their checksum. `-` is stdout.
 *
 * @throws {RangeError} where `path` must not be replaced, or the header would be too long.
 * @throws {Error} of the file system, with nothing left behind; whatever aborted the signal.
 */
export async function spill(
  cpu: Processor,
  questions: readonly Question[],
  path: string,
  { onProgress, ...output }: SpillOptions = {},
): Promise<void> {
  const { signal } = output;
  const header = (sha256: string) => headerBytes(headerOf(cpu, questions, sha256));
  // Before the long part: a header that is too long is known now.
  const blank = header(NO_CHECKSUM);
  const masks = questions.reduce((sum, { universe }) => sum + 2 ** popcount(universe), 0);
  await writeOutput(
    path,
    async ({ seekable, append, overwrite }) => {
      const advance = progressOf(seekable ? masks : 2 * masks, onProgress);
      if (!seekable) {
        // Nothing can be written twice here: the checksum comes from a pass of its own.
        const hash = createHash("sha256");
        for (const window of windows(cpu, questions)) {
          await letSignalsIn(signal);
          hash.update(window);
          advance(window.length / 4);
        }
        await append(header(hash.digest("hex")));
        for (const window of windows(cpu, questions)) {
          await letSignalsIn(signal);
          await append(window);
          advance(window.length / 4);
        }
        return;
      }
      const hash = createHash("sha256");
      await append(blank);
      for (const window of windows(cpu, questions)) {
        await letSignalsIn(signal);
        hash.update(window);
        await append(window);
        advance(window.length / 4);
      }
      await overwrite(header(hash.digest("hex")));
    },
    output,
  );
}

/** Lets a signal be heard between two windows. */
export async function letSignalsIn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

/** The bytes of every size, a window at a time: each is overwritten by the next. */
export function* windows(
  cpu: Processor,
  questions: readonly Question[],
): Generator<Uint8Array, void, void> {
  for (const { rule, universe, fixed } of questions) {
    const fold = foldOf(stepsOf(rule, cpu), universe, fixed);
    const masks = 2 ** fold.pairs.length;
    const engine = createEngine(fold);
    const some = Math.min(WRITE_MASKS, engine.window);
    for (let at = 0; at < masks; at += some) {
      const window = engine.sizes(at, Math.min(at + some, masks));
      yield new Uint8Array(window.buffer, window.byteOffset, window.byteLength);
    }
  }
}
