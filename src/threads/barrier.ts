/**
 * Where the threads of a pool wait for each other before the first task, so that the time a sweep
 * takes does not hold the time that threads take to start, and no thread starts in the middle.
 */

/** A task that a thread answers once as many threads as `threads` have got it. */
export interface Meeting {
  readonly meeting: SharedArrayBuffer;
  readonly threads: number;
}

const isMeeting = (task: unknown): task is Meeting =>
  typeof task === "object" && task !== null && "meeting" in task;

function meet({ meeting, threads }: Meeting): void {
  const arrived = new Int32Array(meeting);
  if (Atomics.add(arrived, 0, 1) + 1 === threads) Atomics.notify(arrived, 0);
  for (let seen = Atomics.load(arrived, 0); seen < threads; seen = Atomics.load(arrived, 0)) {
    Atomics.wait(arrived, 0, seen, 100);
  }
}

/** What a worker module exports by default: `work`, behind the meeting. */
export const worker =
  <Task, Answer>(work: (task: Task) => Answer) =>
  (task: Task | Meeting): Answer | undefined => {
    if (!isMeeting(task)) return work(task);
    meet(task);
    return undefined;
  };
