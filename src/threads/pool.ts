/** Worker threads. The one file that imports piscina; it knows no task. */
import { Piscina } from "piscina";
import type { Meeting } from "./barrier.ts";

export interface Pool {
  readonly threads: number;
  /** The answers of the worker to `tasks`, each handed to `take` as it comes, in any order. */
  run<Task, Answer>(
    tasks: readonly Task[],
    take: (answer: Answer, task: Task) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * A pool of `threads` threads that run the module at `worker`, once all of them are up.
 *
 * @throws {Error} if a thread does not start.
 */
export async function createPool(worker: URL, threads: number): Promise<Pool> {
  const piscina = new Piscina({
    filename: worker.href,
    minThreads: threads,
    maxThreads: threads,
    // The tasks of one run are all handed over at once.
    maxQueue: Number.POSITIVE_INFINITY,
    idleTimeout: Number.POSITIVE_INFINITY,
  });
  // An error outside any task, such as a worker that cannot be loaded, is told by that task's fate.
  piscina.on("error", () => {});
  const close = () => piscina.destroy();
  try {
    const meeting: Meeting = { meeting: new SharedArrayBuffer(4), threads };
    await Promise.all(Array.from({ length: threads }, () => piscina.run(meeting)));
  } catch (error) {
    await close();
    throw new Error(`a worker thread did not start: ${(error as Error).message}`, { cause: error });
  }
  return {
    threads,
    async run(tasks, take, signal) {
      signal?.throwIfAborted();
      // Threads in the middle of a task stop only by being stopped.
      const abort = () => void close();
      signal?.addEventListener("abort", abort, { once: true });
      try {
        await Promise.all(tasks.map(async (task) => take(await piscina.run(task), task)));
      } catch (error) {
        signal?.throwIfAborted();
        await close();
        throw failure(error as Error);
      } finally {
        signal?.removeEventListener("abort", abort);
      }
    },
    close,
  };
}

/** What became of a task whose thread failed: bad input stays what it is. */
function failure(error: Error): Error {
  if (error instanceof RangeError || error instanceof TypeError) return error;
  if (error.name === "RangeError") return new RangeError(error.message);
  return new Error(`a worker thread failed (${error.message}): there is no result`, {
    cause: error,
  });
}
