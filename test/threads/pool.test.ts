import { expect, test } from "vitest";
import { createPool } from "../../src/threads/pool.ts";

const DYING = new URL("../fixtures/dying-worker.mjs", import.meta.url);

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
