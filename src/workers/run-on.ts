/** Tasks over Web Workers: one at a time for each, by message, no memory shared. */
import { alone } from "../threads/alone.ts";
import { progressOf } from "../threads/progress.ts";
import type { Run } from "../threads/run.ts";
import type { Fate } from "../threads/worker.ts";
import type { WorkerLike } from "./message.ts";

/** How long this thread works before it lets others have their turn, in milliseconds. */
const TURN = 16;

/**
 * Has tasks done by as many workers as `threads` says, each made by `start`; few tasks by the calling
 * thread. Workers are ended with the run: a run that failed, or was aborted, leaves them in the middle
 * of something.
 */
export const runOn =
  (start: () => WorkerLike): Run =>
  async (work, tasks, take, { threads, signal, onProgress, pays }) => {
    signal?.throwIfAborted();
    const started = performance.now();
    const total = tasks.reduce((sum, { from, to }) => sum + to - from, 0);
    const advance = progressOf(total, onProgress);
    const seconds = () => (performance.now() - started) / 1000;
    const taken: typeof take = (answer, task) => {
      take(answer, task);
      advance(task.to - task.from);
    };
    if (!pays) {
      await alone(work, tasks, taken, TURN, signal);
      return { threads: 1, seconds: seconds() };
    }
    const count = Math.min(threads, tasks.length);
    const workers: WorkerLike[] = [];
    let stop = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        let next = 0;
        let left = tasks.length;
        stop = () => reject(signal?.reason);
        signal?.addEventListener("abort", stop, { once: true });
        const hand = (worker: WorkerLike) => {
          const task = tasks[next];
          if (task) worker.postMessage({ xsweep: "task", number: next++, task });
        };
        const failed = (why: string) =>
          reject(new Error(`a worker failed (${why}): there is no result`));
        for (let i = 0; i < count; i++) {
          const worker = start();
          workers.push(worker);
          worker.addEventListener("error", ({ message }) =>
            failed(message ?? "it could not be started"),
          );
          worker.addEventListener("messageerror", () => failed("a message could not be read"));
          worker.addEventListener("message", ({ data }) => {
            if (data?.xsweep !== "fate" || !data.fate) return;
            const task = tasks[data.number ?? -1];
            const fate = data.fate as Fate<never>;
            if (fate.kind === "failed") return failed(fate.because);
            if (fate.kind === "refused") return reject(new RangeError(fate.because));
            if (!task) return failed("it answered what was not asked");
            try {
              taken(fate.answer, task);
            } catch (error) {
              return reject(error);
            }
            if (--left === 0) resolve();
            else hand(worker);
          });
          hand(worker);
        }
      });
    } finally {
      signal?.removeEventListener("abort", stop);
      for (const worker of workers) worker.terminate();
    }
    return { threads: count, seconds: seconds() };
  };
