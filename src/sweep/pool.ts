/** Threads that stay up, so that many sweeps and comparisons start none of their own. */
import { availableParallelism } from "node:os";
import { builtModule } from "../threads/built.ts";
import { type Pool, type PoolOptions, createPool as poolOf } from "../threads/pool.ts";
import { SWEEP_WORKER } from "./work.ts";

export type { Pool, PoolOptions } from "../threads/pool.ts";

/**
 * A pool for the option `pool` of `sweep` and `diff`, once all its threads are up; as many as the
 * machine runs at once unless `threads` says otherwise. Threads keep a program from ending until
 * `close` is called. A sweep that fails or is aborted ends the pool.
 *
 * @throws {Error} if a thread does not start, within a minute and a second per thread unless
 *   `startSeconds` says otherwise; whatever aborted `signal`.
 */
export const createPool = (
  threads: number = availableParallelism(),
  options: PoolOptions = {},
): Promise<Pool> => poolOf(builtModule(SWEEP_WORKER), threads, options);
