/** Many tasks of one kind, in this thread or over a pool: for sweeps, comparisons and surveys alike. */
import { alone } from "./alone.ts";
import { builtModule } from "./built.ts";
import { createPool } from "./pool.ts";
import { progressOf } from "./progress.ts";
import type { Effort, Ranged, ThreadOptions, Work } from "./run.ts";

/** How long this thread works before it lets a signal be heard, in milliseconds. */
const TURN = 50;

/**
 * Hands every answer to `take`, in any order. `pays` says whether there is enough to do for threads
 * to be started.
 *
 * @throws {RangeError} if a task asks for more than there is an answer to.
 * @throws {Error} if a thread failed; whatever `take` or `onProgress` threw, or aborted `signal`.
 */
export async function evaluate<Task extends Ranged, Answer>(
  work: Work<Task, Answer>,
  tasks: readonly Task[],
  take: (answer: Answer, task: Task) => void,
  { threads, signal, onProgress, pool, pays }: ThreadOptions & { readonly pays: boolean },
): Promise<Effort> {
  signal?.throwIfAborted();
  const own =
    pool || !pays ? undefined : await createPool(builtModule(work.module), threads, { signal });
  const used = pool ?? own;
  try {
    const started = performance.now();
    const total = tasks.reduce((sum, { from, to }) => sum + to - from, 0);
    const advance = progressOf(total, onProgress);
    const taken = (answer: Answer, task: Task) => {
      take(answer, task);
      advance(task.to - task.from);
    };
    if (used) await used.run(tasks, taken, signal);
    else await alone(work, tasks, taken, TURN, signal);
    return { threads: used?.threads ?? 1, seconds: (performance.now() - started) / 1000 };
  } finally {
    await own?.close();
  }
}
