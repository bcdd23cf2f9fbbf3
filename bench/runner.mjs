// Runs tasks in short interleaved rounds: ratios are taken within a round, so that they hold where
// the speed of the machine drifts (performance of a shared host), and medians over the rounds.
import { Bench } from "tinybench";

/**
 * @typedef {object} Task
 * @property {string} name
 * @property {number} amount units of work in one call
 * @property {string} unit what is counted: "masks", "layouts", "bytes"
 * @property {() => unknown} run returns (a promise of) a checksum that depends on the work
 */

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Median, smallest and largest. */
export const spread = (values) => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/**
 * Seconds that one call of each task took, a list of rounds each, and what it returned.
 *
 * @param {readonly Task[]} tasks
 */
export async function measure(tasks, { rounds = 7, time = 40, signal } = {}) {
  const seconds = tasks.map(() => []);
  const checksums = tasks.map(() => undefined);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, task] of tasks.entries()) {
      signal?.throwIfAborted();
      const bench = new Bench({ time, iterations: 1, warmup: false });
      bench.add(task.name, async () => {
        checksums[i] = await task.run();
      });
      const [{ result }] = await bench.run();
      if (result.state === "errored") throw result.error;
      // The first round warms up: code is replaced, memory touched. It does not count.
      if (round > 0) seconds[i].push(result.latency.p50 / 1000);
    }
  }
  return tasks.map(({ name, amount, unit }, i) => ({
    task: name,
    unit,
    amount,
    seconds: seconds[i],
    checksum: String(checksums[i]),
  }));
}

/** How many times as fast `a` is as `b`, unit for unit, within each round. */
export const ratiosOf = (a, b) =>
  a.seconds.map((seconds, round) => b.seconds[round] / b.amount / (seconds / a.amount));
