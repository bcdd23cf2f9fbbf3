import { expect, test } from "vitest";
import { runOn } from "../../src/workers/run-on.ts";

test("an aborted run ends with the reason, and its workers with it", async () => {
  const abort = new AbortController();
  let ended = 0;
  const silent = () => ({ postMessage() {}, addEventListener() {}, terminate: () => ended++ });
  const work = { perform: () => 0, module: "" };
  const tasks = [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
  ];
  const options = { threads: 2, signal: abort.signal, pays: true };
  const run = runOn(silent)(work, tasks, () => {}, options);
  abort.abort(new Error("enough"));
  await expect(run).rejects.toThrow("enough");
  expect(ended).toBe(2);
});
