/** Tasks done by the calling thread, which lets others have their turn now and then. */
import type { Ranged, Work } from "./run.ts";

/**
 * Hands every answer to `take`, in the order of `tasks`. After `turn` milliseconds of work others are
 * let in: a signal is heard then.
 *
 * @throws {RangeError} if a task asks for more than there is an answer to; whatever `take` threw, or
 *   aborted `signal`.
 */
export async function alone<Task extends Ranged, Answer>(
  { perform }: Work<Task, Answer>,
  tasks: readonly Task[],
  take: (answer: Answer, task: Task) => void,
  turn: number,
  signal?: AbortSignal,
): Promise<void> {
  let heard = performance.now();
  for (const task of tasks) {
    signal?.throwIfAborted();
    take(perform(task), task);
    if (performance.now() - heard < turn) continue;
    // setTimeout, which browsers have too.
    await new Promise((resolve) => setTimeout(resolve));
    heard = performance.now();
  }
}
