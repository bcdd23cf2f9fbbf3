/** A dump, read: a long one in a thread of its own, so that a signal is heard while it lasts. */
import { Worker } from "node:worker_threads";
import { type ReadOptions, readDump } from "../read/index.ts";
import type { Dump } from "../read/reading.ts";
import { builtModule } from "../threads/built.ts";
import type { Io } from "./io.ts";

/** Bytes that are read in less time than a signal may wait. */
const SHORT = 2 ** 20;

/** What the thread answers. */
export type ThreadAnswer = { readonly dump: Dump } | { readonly error: unknown };

/** `readDump`. @throws as it does, and where the run is ended from outside. */
export async function dumpOf(bytes: Uint8Array, options: ReadOptions, io: Io): Promise<Dump> {
  if (bytes.length <= SHORT) return readDump(bytes, options);
  const { signal } = io;
  signal.throwIfAborted();
  const worker = new Worker(builtModule("cli/read-worker.js"), {
    workerData: { bytes, options },
  });
  try {
    const answer = await new Promise<ThreadAnswer>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("the thread that reads has ended: memory?")));
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    if ("error" in answer) throw answer.error;
    return answer.dump;
  } finally {
    await worker.terminate();
  }
}
