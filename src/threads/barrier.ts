/**
 * Where the threads of a pool wait for each other before the first task, so that the time a sweep
 * takes does not hold the time that threads take to start, and no thread starts in the middle.
 */

/** A task that a thread answers once as many threads as `threads` have got it. */
export interface Meeting {
  readonly meeting: SharedArrayBuffer;
  readonly threads: number;
}

export const meetingOf = (threads: number): Meeting => ({
  meeting: new SharedArrayBuffer(4),
  threads,
});

export const isMeeting = (task: unknown): task is Meeting =>
  typeof task === "object" && task !== null && "meeting" in task;

/** Blocks until every thread of the meeting is here. */
export function meet({ meeting, threads }: Meeting): void {
  const arrived = new Int32Array(meeting);
  if (Atomics.add(arrived, 0, 1) + 1 === threads) Atomics.notify(arrived, 0);
  for (let seen = Atomics.load(arrived, 0); seen < threads; seen = Atomics.load(arrived, 0)) {
    Atomics.wait(arrived, 0, seen, 100);
  }
}
