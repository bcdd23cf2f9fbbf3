/** Worker threads. The one file that imports piscina; it knows no task. */
import { meetingOf } from "./barrier.ts";
import type { Fate } from "./worker.ts";

export interface Pool {
  readonly threads: number;
  /**
   * The answers of the worker to `tasks`, each handed to `take` as it comes, in any order. A run
   * that fails or is aborted ends the pool: its threads are in the middle of something.
   *
   * @throws {RangeError} if a task asks for more than there is an answer to.
   * @throws {Error} if a thread failed; whatever `take` threw; whatever aborted `signal`.
   */
  run<Task, Answer>(
    tasks: readonly Task[],
    take: (answer: Answer, task: Task) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Ends the threads; once they are gone, the promise is kept. */
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly signal?: AbortSignal | undefined;
  /** Seconds after which a thread that has not started is given up. */
  readonly startSeconds?: number | undefined;
}

/** A thread starts in 0.15 s; on a machine that is far behind with its work, it takes longer. */
const startSecondsFor = (threads: number): number => 60 + threads;

/**
 * A pool of `threads` threads that run the module at `worker`, once all of them are up.
 *
 * @throws {Error} if a thread does not start; whatever aborted `signal`.
 */
export async function createPool(
  worker: URL,
  threads: number,
  { signal, startSeconds = startSecondsFor(threads) }: PoolOptions = {},
): Promise<Pool> {
  signal?.throwIfAborted();
  // Loaded with the first pool: whoever sweeps little needs no threads.
  const { Piscina } = await import("piscina");
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
  let closed: Promise<void> | undefined;
  // Once: a second destroy() lets the pool fill up again with new threads that nobody ends.
  const close = () => {
    closed ??= piscina.destroy();
    return closed;
  };

  const meeting = meetingOf(threads);
  const started = Promise.all(Array.from({ length: threads }, () => piscina.run(meeting)));
  try {
    await within(started, startSeconds, signal);
  } catch (error) {
    await close();
    signal?.throwIfAborted();
    throw new Error(`a worker thread did not start: ${(error as Error).message}`, { cause: error });
  }

  return {
    threads,
    async run<Task, Answer>(
      tasks: readonly Task[],
      take: (answer: Answer, task: Task) => void,
      signal?: AbortSignal,
    ) {
      signal?.throwIfAborted();
      if (closed) throw new Error("the worker threads have ended: a pool is needed that is open");
      // Threads in the middle of a task stop only by being stopped.
      const abort = () => void close();
      signal?.addEventListener("abort", abort, { once: true });
      try {
        await Promise.all(
          tasks.map(async (task) => {
            const answer = answerOf<Answer>(await piscina.run(task).catch(died));
            // A task that was done while the run came to its end is of no use to anyone.
            if (!closed) take(answer, task);
          }),
        );
      } catch (error) {
        await close();
        signal?.throwIfAborted();
        throw error;
      } finally {
        signal?.removeEventListener("abort", abort);
      }
      signal?.throwIfAborted();
      if (closed) throw new Error("the worker threads were ended in the middle: no result");
    },
    close,
  };
}

/** What `promise` comes to, if it does in time. */
async function within<T>(
  promise: Promise<T>,
  seconds: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  let end = () => {};
  const cut = new Promise<never>((_, reject) => {
    const abort = () => reject(signal?.reason);
    const late = () => reject(new Error(`not within ${seconds} s`));
    const timer = setTimeout(late, seconds * 1000);
    signal?.addEventListener("abort", abort, { once: true });
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  });
  try {
    return await Promise.race([promise, cut]);
  } finally {
    end();
  }
}

const died = (error: unknown): Fate<never> => ({
  kind: "failed",
  because: error instanceof Error ? error.message : String(error),
});

/** @throws {Error} if there is none. */
function answerOf<Answer>(fate: Fate<Answer>): Answer {
  if (fate.kind === "done") return fate.answer;
  if (fate.kind === "refused") throw new RangeError(fate.because);
  throw new Error(`a worker thread failed (${fate.because}): there is no result`);
}
