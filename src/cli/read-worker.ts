/** The thread that reads a long dump. */
import { parentPort, workerData } from "node:worker_threads";
import { type ReadOptions, readDump } from "../read/index.ts";
import type { ThreadAnswer } from "./read-aside.ts";

const { bytes, options } = workerData as { bytes: Uint8Array; options: ReadOptions };

function answer(): ThreadAnswer {
  try {
    return { dump: readDump(bytes, options) };
  } catch (error) {
    return { error };
  }
}

parentPort?.postMessage(answer());
