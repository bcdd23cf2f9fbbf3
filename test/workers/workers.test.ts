/** Sweeps over Web Workers, by threads of Node that look like them: the same reports, or an error. */
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { diff as threadedDiff } from "../../src/sweep/diff.ts";
import { sweep as threadedSweep } from "../../src/sweep/sweep.ts";
import { diff, sweep, type WorkerLike } from "../../src/workers/index.ts";
import { synthetic } from "../processors.ts";

const ENTRY = new URL("../../dist/workers/index.js", import.meta.url).href;
const WIDE = synthetic(26);
let alive = 0;

const start = (dies?: string) => (): WorkerLike => {
  const worker = new Worker(new URL("./node-worker.mjs", import.meta.url), {
    workerData: { entry: ENTRY, dies },
  });
  alive++;
  worker.on("exit", () => alive--);
  return {
    postMessage: (message) => worker.postMessage(message),
    addEventListener: (type, listener) => {
      const hear = listener as (event: unknown) => void;
      if (type === "message") worker.on("message", (data) => hear({ data }));
      else if (type === "error") worker.on("error", ({ message }) => hear({ message }));
    },
    terminate: () => worker.terminate(),
  };
};

const timeless = <T extends object>(report: T) => ({
  ...report,
  ...{ seconds: 0, masksPerSecond: 0, threads: 0 },
});

const ended = async () => {
  for (let i = 0; i < 500 && alive > 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return alive;
};

test("a sweep says what threads say, with progress; its workers end with it", async () => {
  const told: number[] = [];
  const report = await sweep(WIDE, {
    start: start(),
    threads: 2,
    method: "both",
    onProgress: ({ done, total }) => told.push(done / total),
  });
  expect([report.threads, report.agree]).toEqual([2, true]);
  expect(timeless(report)).toEqual(timeless(await threadedSweep(WIDE, { method: "both" })));
  expect(told.at(-1)).toBe(1);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(await ended()).toBe(0);
});

test("a comparison too; a small one in the calling thread", async () => {
  const rules = ["kvm-5.16-compacted", "sdm-compacted"] as const;
  const report = await diff(WIDE, ...rules, { start: start(), threads: 2 });
  expect(timeless(report)).toEqual(timeless(await threadedDiff(WIDE, ...rules)));
  const none = () => {
    throw new Error("no worker is needed");
  };
  const small = await sweep(synthetic(10), { start: none, only: ["sum"] });
  expect(small.threads).toBe(1);
  expect(await ended()).toBe(0);
});

test.each([
  ["at start", "a worker failed (no start): there is no result"],
  ["in a task", "a worker failed (died in a task): there is no result"],
])("a worker that dies %s is an error, never a part of an answer", async (dies, said) => {
  await expect(sweep(WIDE, { start: start(dies), threads: 2 })).rejects.toThrow(said);
  expect(await ended()).toBe(0);
});

test("aborted, refused, or called wrongly", async () => {
  const abort = new AbortController();
  const onProgress = () => abort.abort(new Error("enough"));
  const options = { start: start(), threads: 2, signal: abort.signal, onProgress };
  await expect(sweep(WIDE, options)).rejects.toThrow("enough");
  expect(await ended()).toBe(0);
  await expect(sweep(WIDE, {} as never)).rejects.toThrow("start is a function that makes a worker");
  await expect(sweep(WIDE, { start: start(), thread: 2 } as never)).rejects.toThrow(
    '"thread" is no option of sweep',
  );
});
