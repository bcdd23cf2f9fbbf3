/** What one thread of a pool does with what it is handed. */
import { REFUSED } from "../exhaustive/engine.ts";
import { isMeeting, type Meeting, meet } from "./barrier.ts";

/** What became of a task. A thread that died sends none. */
export type Outcome<Answer> =
  | { readonly kind: "done"; readonly answer: Answer }
  /** The question asks for more than there is an answer to: the asker's to mend. */
  | { readonly kind: "refused"; readonly because: string }
  | { readonly kind: "failed"; readonly because: string };

/** What a worker module exports by default: `work`, behind the meeting. */
export const worker =
  <Task, Answer>(work: (task: Task) => Answer) =>
  (task: Task | Meeting): Outcome<Answer> | undefined => {
    if (isMeeting(task)) {
      meet(task);
      return undefined;
    }
    try {
      return { kind: "done", answer: work(task) };
    } catch (error) {
      // Anything can be thrown; what cannot be copied to another thread is told by its text.
      const because = error instanceof Error ? error.message : String(error);
      const refused = error instanceof RangeError && error.cause === REFUSED;
      return { kind: refused ? "refused" : "failed", because };
    }
  };
