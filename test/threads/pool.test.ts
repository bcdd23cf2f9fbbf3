import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { SWEEP_WORKER } from "../../src/sweep/work.ts";
import { builtModule } from "../../src/threads/built.ts";
import { createPool } from "../../src/threads/pool.ts";

const DYING = new URL("../fixtures/dying-worker.mjs", import.meta.url);
const ENDLESS = new URL("../fixtures/endless-worker.mjs", import.meta.url);
const THROWING = new URL("../fixtures/throwing-worker.mjs", import.meta.url);

test("a worker that dies fails the run with a sentence, and gives no result", async () => {
  const pool = await createPool(DYING, 1);
  const answers: number[] = [];
  await expect(pool.run([1, 2, 3], (answer: number) => answers.push(answer))).rejects.toThrow(
    /^a worker thread failed \(.+\): there is no result$/,
  );
  expect(answers).toEqual([1]);
});

test("a worker that cannot be loaded fails the pool", async () => {
  const missing = new URL("../fixtures/no-such-worker.mjs", import.meta.url);
  await expect(createPool(missing, 2)).rejects.toThrow("a worker thread did not start");
});

test("a worker that never starts is given up, and its thread ended", async () => {
  await expect(createPool(ENDLESS, 1, { startSeconds: 0.2 })).rejects.toThrow(
    "a worker thread did not start: not within 0.2 s",
  );
});

test("an abort is heard while threads start", async () => {
  const abort = new AbortController();
  const reason = new Error("enough");
  setTimeout(() => abort.abort(reason), 100);
  await expect(createPool(ENDLESS, 1, { signal: abort.signal })).rejects.toBe(reason);
});

test.each([
  ["TypeError", /^a worker thread failed \(native boom\): there is no result$/, Error],
  [
    "RangeError",
    /^a worker thread failed \(Maximum call stack size.*\): there is no result$/,
    Error,
  ],
  ["null", /^a worker thread failed \(null\): there is no result$/, Error],
  ["refusal", /^too many sizes$/, RangeError],
])("a task that throws (%s) gives no result, and says so", async (what, sentence, kind) => {
  const pool = await createPool(THROWING, 1);
  const failed = await pool.run([what], () => {}).catch((error: Error) => error);
  expect(failed).toBeInstanceOf(kind);
  expect((failed as Error).message).toMatch(sentence);
  await expect(pool.run(["none"], () => {})).rejects.toThrow("the worker threads have ended");
});

test("what the taker of answers throws is its own", async () => {
  const own = new TypeError("cb");
  const pool = await createPool(THROWING, 2);
  const take = () => {
    throw own;
  };
  await expect(pool.run(["none", "none", "none"], take)).rejects.toBe(own);
});

test("errors of onProgress are the caller's own, alone and over threads", async () => {
  const own = new TypeError("cb");
  const onProgress = () => {
    throw own;
  };
  const zen4 = processor("zen-4");
  await expect(sweep(zen4, { onProgress })).rejects.toBe(own);
  const pool = await createPool(builtModule(SWEEP_WORKER), 1);
  await expect(sweep(zen4, { onProgress, pool })).rejects.toBe(own);
});
