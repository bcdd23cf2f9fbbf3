/**
 * Runs one command line after the other in a thread that has the program loaded: a third of a
 * second less than a process, each. The test that asks sleeps until the answer is there.
 */
import { workerData } from "node:worker_threads";
import { runProgram } from "../../build/apart/program.js";

const { port, woken } = workerData;

async function run({ args, input, env }) {
  let out = "";
  let err = "";
  const code = await runProgram(args, {
    put: (text) => (out += text),
    draw: (text) => (err += text),
    input: async () => Buffer.from(input),
    chunks: async function* () {
      yield Buffer.from(input);
    },
    listen: () => new AbortController().signal,
    endedBy: () => undefined,
    env,
    stdout: { isTerminal: false, columns: undefined },
    stderr: { isTerminal: false },
  });
  return { code, out, err };
}

function answer(outcome) {
  port.postMessage(outcome);
  Atomics.store(woken, 0, 1);
  Atomics.notify(woken, 0);
}
const failed = (error) => answer({ failed: error.stack });

port.on("message", (call) => run(call).then(answer, failed));
process.on("uncaughtException", failed);
