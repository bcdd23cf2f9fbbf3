// A thread of Node that looks like a Web Worker from the inside, for the built entry.
import { parentPort, workerData } from "node:worker_threads";

const { serve } = await import(workerData.entry);
if (workerData.dies === "at start") throw new Error("no start");
serve({
  postMessage: (message) => parentPort.postMessage(message),
  addEventListener: (_, listener) =>
    parentPort.on("message", (data) => {
      if (workerData.dies === "in a task") throw new Error("died in a task");
      listener({ data });
    }),
});
