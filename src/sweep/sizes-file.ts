/** Every size to a file, u32 little-endian in order of i, through one reused window. */
import { open, rename, rm } from "node:fs/promises";
import { foldOf } from "../algebra/fold.ts";
import { createEngine } from "../exhaustive/engine.ts";
import type { Question } from "../questions/question.ts";
import { stepsOf } from "../rules/rule.ts";
import { type Progress, progressOf } from "../threads/progress.ts";
import { hex, popcount } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";

/** Sizes written by one call: 4 MiB. */
const WRITE_MASKS = 2 ** 20;

export interface SpillOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Writes the sizes of every subset of each question to `path`, one question after the other, and
 * `path`.json beside it, which says what they are. Both under temporary names until they are whole.
 *
 * @throws {Error} of the file system, with nothing left behind; whatever aborted the signal.
 */
export async function spill(
  cpu: Processor,
  questions: readonly Question[],
  path: string,
  { signal, onProgress }: SpillOptions = {},
): Promise<void> {
  const engines = questions.map((question) => {
    const fold = foldOf(stepsOf(question.rule, cpu), question.universe, question.fixed);
    return { question, fold, masks: 2 ** fold.pairs.length };
  });
  const advance = progressOf(
    engines.reduce((sum, { masks }) => sum + masks, 0),
    onProgress,
  );
  const names = [path, `${path}.json`].map((name) => ({
    name,
    part: `${name}.part-${process.pid}`,
  }));
  const [sizes, about] = names as [(typeof names)[0], (typeof names)[0]];
  try {
    const file = await open(sizes.part, "w");
    try {
      for (const { fold, masks } of engines) {
        const engine = createEngine(fold);
        const some = Math.min(WRITE_MASKS, engine.window);
        for (let at = 0; at < masks; at += some) {
          signal?.throwIfAborted();
          const window = engine.sizes(at, Math.min(at + some, masks));
          const bytes = new Uint8Array(window.buffer, window.byteOffset, window.byteLength);
          await writeAll(file, bytes);
          advance(window.length);
        }
      }
    } finally {
      await file.close();
    }
    const description = await open(about.part, "w");
    await description.writeFile(`${JSON.stringify(descriptionOf(cpu, questions), null, 2)}\n`);
    await description.close();
    for (const { name, part } of names) await rename(part, name);
  } catch (error) {
    await Promise.all(names.map(({ part }) => rm(part, { force: true })));
    throw error;
  }
}

/** A write may take less than it is given. */
async function writeAll(file: Awaited<ReturnType<typeof open>>, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
  }
}

function descriptionOf(cpu: Processor, questions: readonly Question[]): object {
  let byteOffset = 0;
  return {
    schema: "xsweep/sizes@1",
    cpu: cpu.id,
    ...(cpu.hypothetical ? { hypothetical: true } : {}),
    encoding: "u32 little-endian, bytes of subset i = PDEP(i, universe) | fixed, in order of i",
    rules: questions.map(({ rule, universe, fixed }) => {
      const masks = 1n << BigInt(popcount(universe));
      const at = byteOffset;
      byteOffset += 4 * Number(masks);
      return {
        rule: rule.id,
        format: rule.format,
        universe: hex(universe),
        fixed: hex(fixed),
        masks: `${masks}`,
        byteOffset: at,
      };
    }),
  };
}
