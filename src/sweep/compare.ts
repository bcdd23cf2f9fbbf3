/** Compares pairs of folds on every subset, in this thread or in a pool, and merges the answers. */

import { type Difference, mergeDifferences, NO_DIFFERENCE } from "../algebra/difference.ts";
import { type Fold, indexAt } from "../algebra/fold.ts";
import { type Core, compileCore, createCore } from "../core/core.ts";
import { createComparison } from "../exhaustive/compare.ts";
import { checkPositions } from "../exhaustive/engine.ts";
import { createPool, type Pool } from "../threads/pool.ts";
import { progressOf } from "../threads/progress.ts";
import type { CompareWork } from "./compare-worker.ts";
import { ALONE_MAX, type ExhaustiveOptions } from "./exhaustive.ts";
import { masksOf, tasksOf } from "./plan.ts";

/** src and dist lie equally deep, so this finds the built worker from either. */
export const COMPARE_WORKER = new URL("../../dist/sweep/compare-worker.js", import.meta.url);

/** Two folds over the same subsets of one universe. */
export interface FoldPair {
  readonly fold: Fold;
  readonly other: Fold;
}

export interface Compared {
  /** One a pair, in their order; indices are those of the whole universe. */
  readonly differences: readonly Difference[];
  readonly threads: number;
  /** Without the start of the threads. */
  readonly seconds: number;
}

/**
 * The difference of every pair, every mask evaluated.
 *
 * @throws {RangeError} if a fold is too wide to enumerate, before anything runs.
 * @throws {Error} if a thread died; whatever aborted the signal.
 */
export async function compareAll(
  pairs: readonly FoldPair[],
  options: ExhaustiveOptions,
): Promise<Compared> {
  for (const { fold } of pairs) checkPositions(fold.pairs.length);
  const total = pairs.reduce((sum, pair) => sum + masksOf(pair), 0);
  if (!options.pool && total <= ALONE_MAX) return alone(pairs, total, options);
  const pool = options.pool ?? (await createPool(COMPARE_WORKER, options.threads));
  try {
    return await together(pairs, total, pool, options);
  } finally {
    if (pool !== options.pool) await pool.close();
  }
}

/** `difference`, whose indices count the varying positions of `fold`, by those of its universe. */
function placed(difference: Difference, fold: Fold): Difference {
  const at = (index: bigint) => indexAt(fold, index);
  const { first, worst } = difference;
  return {
    ...difference,
    first: first === null ? null : at(first),
    worst: worst && { ...worst, index: at(worst.index) },
  };
}

let ownCore: Core | undefined;

function alone(
  pairs: readonly FoldPair[],
  total: number,
  { signal, onProgress }: ExhaustiveOptions,
): Compared {
  ownCore ??= createCore();
  const core = ownCore;
  const started = performance.now();
  const advance = progressOf(total, onProgress);
  const differences = pairs.map((pair) => {
    signal?.throwIfAborted();
    const masks = masksOf(pair);
    const difference = createComparison(pair.fold, pair.other, core).difference(0, masks);
    advance(masks);
    return placed(difference, pair.fold);
  });
  return { differences, threads: 1, seconds: (performance.now() - started) / 1000 };
}

async function together(
  pairs: readonly FoldPair[],
  total: number,
  pool: Pool,
  { signal, onProgress }: ExhaustiveOptions,
): Promise<Compared> {
  const module = compileCore();
  const run = Math.random();
  const started = performance.now();
  const advance = progressOf(total, onProgress);
  const differences = pairs.map(() => NO_DIFFERENCE);
  const work = tasksOf(pairs, pool.threads).map(({ part, from, to }) => {
    const { fold, other } = pairs[part] as FoldPair;
    return { part, module, key: `${run}/${part}`, fold, other, from, to };
  });
  await pool.run<CompareWork & { part: number }, Difference>(
    work,
    (difference, { part, fold, from, to }) => {
      const before = differences[part] as Difference;
      differences[part] = mergeDifferences(before, placed(difference, fold));
      advance(to - from);
    },
    signal,
  );
  return { differences, threads: pool.threads, seconds: (performance.now() - started) / 1000 };
}
