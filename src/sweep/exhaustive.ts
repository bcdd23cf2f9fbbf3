/** Runs the tasks of a plan, in this thread or in a pool, and merges what they answer. */

import { reachOf } from "../algebra/bounds.ts";
import { merge, NOTHING, rescaled, type Summary } from "../algebra/figures.ts";
import { type Core, compileCore, createCore } from "../core/core.ts";
import { createEngine, POSITIONS_MAX } from "../exhaustive/engine.ts";
import { createPool, type Pool } from "../threads/pool.ts";
import { type Progress, progressOf } from "../threads/progress.ts";
import { masksOf, type Part, tasksOf } from "./plan.ts";
import type { Work } from "./worker.ts";

/** src and dist lie equally deep, so this finds the built worker from either. */
export const SWEEP_WORKER = new URL("../../dist/sweep/worker.js", import.meta.url);

/** Masks up to which a pool would take longer to start than the sweep to run. */
export const ALONE_MAX = 2 ** 24;

export interface ExhaustiveOptions {
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** A pool of SWEEP_WORKER that is already up; else one is started where it pays. */
  readonly pool?: Pool | undefined;
}

export interface Exhausted {
  /** One a part, in the order of the parts. */
  readonly summaries: readonly Summary[];
  /** Threads that did the work; 1 where the calling one did. */
  readonly threads: number;
  /** Without the start of the threads. */
  readonly seconds: number;
}

/**
 * The figures of every part, every mask evaluated.
 *
 * @throws {RangeError} if a fold is too wide to enumerate, before anything runs.
 * @throws {Error} if a thread died; whatever aborted `signal`.
 */
export async function exhaust(
  parts: readonly Part[],
  { threads, signal, onProgress, pool }: ExhaustiveOptions,
): Promise<Exhausted> {
  for (const { fold } of parts) checkWidth(fold.pairs.length);
  for (const { fold } of parts) reachOf(fold);
  const total = parts.reduce((sum, part) => sum + masksOf(part), 0);
  if (!pool && total <= ALONE_MAX) return alone(parts, total, signal, onProgress);
  const own = pool ?? (await createPool(SWEEP_WORKER, threads));
  try {
    return await together(parts, total, own, signal, onProgress);
  } finally {
    if (own !== pool) await own.close();
  }
}

function checkWidth(positions: number): void {
  if (positions <= POSITIONS_MAX) return;
  throw new RangeError(
    `a universe of ${positions} components has 2^${positions} masks, more than the 2^${POSITIONS_MAX} that can be enumerated: use --method symbolic`,
  );
}

/** The core of the calling thread: one for all its sweeps, as none of them waits in between. */
let ownCore: Core | undefined;

/** A summary of a part, with the indices of the universe that the part belongs to. */
const inWhole = ({ fold }: Part, summary: Summary): Summary =>
  rescaled(summary, fold.origin, fold.pairs[0]?.weight ?? 1n);

async function alone(
  parts: readonly Part[],
  total: number,
  signal: AbortSignal | undefined,
  onProgress: ExhaustiveOptions["onProgress"],
): Promise<Exhausted> {
  ownCore ??= createCore();
  const core = ownCore;
  const started = performance.now();
  const advance = progressOf(total, onProgress);
  const summaries: Summary[] = [];
  for (const part of parts) {
    signal?.throwIfAborted();
    const masks = masksOf(part);
    summaries.push(inWhole(part, createEngine(part.fold, core).summary(part.figures, 0, masks)));
    advance(masks);
  }
  return { summaries, threads: 1, seconds: (performance.now() - started) / 1000 };
}

async function together(
  parts: readonly Part[],
  total: number,
  pool: Pool,
  signal: AbortSignal | undefined,
  onProgress: ExhaustiveOptions["onProgress"],
): Promise<Exhausted> {
  const module = compileCore();
  const run = Math.random();
  const started = performance.now();
  const advance = progressOf(total, onProgress);
  const summaries = parts.map(() => NOTHING);
  const work = tasksOf(parts, pool.threads).map(({ part, from, to }) => {
    const { fold, figures } = parts[part] as Part;
    return { part, module, key: `${run}/${part}`, fold, figures, from, to };
  });
  await pool.run<Work & { part: number }, Summary>(
    work,
    (summary, { part, from, to }) => {
      const placed = inWhole(parts[part] as Part, summary);
      summaries[part] = merge(summaries[part] as Summary, placed);
      advance(to - from);
    },
    signal,
  );
  return { summaries, threads: pool.threads, seconds: (performance.now() - started) / 1000 };
}

/** `threads`, once it is a number of threads. @throws {RangeError} if it is none. */
export function checkThreads(threads: number): number {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`${threads} is no number of threads: a whole number from 1 on`);
  }
  return threads;
}
