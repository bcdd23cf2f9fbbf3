/** What long work is, whoever does it: tasks, options, and a way to have them all done. */
import { CALL, OBJECT, SIGNAL, type Table, whole } from "../xsave/options.ts";
import type { Pool } from "./pool.ts";
import type { Progress } from "./progress.ts";

/** Part of the work: a range of masks, whatever else it says. */
export interface Ranged {
  readonly from: number;
  readonly to: number;
}

/** A kind of work: what is done with a task, and where the threads find it. */
export interface Work<Task extends Ranged, Answer> {
  readonly perform: (task: Task) => Answer;
  /** The built module that exports `worker(perform)` by default, as `builtModule` takes it. */
  readonly module: string;
}

export interface ThreadOptions {
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  /** Told after each task; what it throws ends the work, and is thrown on. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** A pool of the same work that is already up; else one is started where it pays. */
  readonly pool?: Pool | undefined;
}

/** What each of them may be. */
export const THREAD_OPTIONS: Table<ThreadOptions> = {
  threads: whole(1),
  signal: SIGNAL,
  onProgress: CALL,
  pool: OBJECT,
};

/** How the work was done. */
export interface Effort {
  /** Threads that did it; 1 where the calling one did. */
  readonly threads: number;
  /** Without the start of the threads. */
  readonly seconds: number;
}

/**
 * A way to have tasks done: every answer is handed to `take`, in any order. `pays` says whether there
 * is enough to do for threads to be started.
 *
 * @throws {RangeError} if a task asks for more than there is an answer to.
 * @throws {Error} if a thread failed; whatever `take` or `onProgress` threw, or aborted `signal`.
 */
export type Run = <Task extends Ranged, Answer>(
  work: Work<Task, Answer>,
  tasks: readonly Task[],
  take: (answer: Answer, task: Task) => void,
  options: ThreadOptions & { readonly pays: boolean },
) => Promise<Effort>;
