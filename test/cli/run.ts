/**
 * Runs the built command the way a user does. `xsweep` runs it in a thread of this process, which
 * keeps the program loaded; `spawned` in a process of its own, where that is the point: its streams,
 * its signals, its threads at the end, bytes on stdout.
 */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";

export const BIN = fileURLToPath(new URL("../../bin/xsweep.mjs", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Longer than any command of a test runs: what does not answer is stuck. */
const STUCK_MS = 110_000;

type Ask = (call: { args: readonly string[]; input: string; env: NodeJS.ProcessEnv }) => Outcome;

/** The thread with the program; it ends with the tests of a file. */
function started(): Ask {
  const { port1, port2 } = new MessageChannel();
  const woken = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), {
    workerData: { port: port2, woken },
    transferList: [port2],
  });
  worker.unref();
  return (call) => {
    Atomics.store(woken, 0, 0);
    port1.postMessage(call);
    if (Atomics.wait(woken, 0, 0, STUCK_MS) === "timed-out") {
      throw new Error(`no answer from xsweep ${call.args.join(" ")}`);
    }
    const answer = receiveMessageOnPort(port1)?.message as Outcome & { failed?: string };
    if (answer.failed !== undefined) throw new Error(answer.failed);
    return answer;
  };
}

let ask: Ask | undefined;

const clean = (env: NodeJS.ProcessEnv) => ({
  ...process.env,
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
  ...env,
});

/** `xsweep` with those arguments, `input` on stdin. */
export function xsweep(args: readonly string[], input = "", env: NodeJS.ProcessEnv = {}): Outcome {
  ask ??= started();
  return ask({ args, input, env: clean(env) });
}

/** The same, in a process. */
export function spawned(args: readonly string[], input = "", env: NodeJS.ProcessEnv = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    encoding: "utf8",
    input,
    env: clean(env),
    maxBuffer: 2 ** 28,
  });
  return { code: status, out: stdout, err: stderr };
}

/**
 * Whether a process listens to SIGHUP, as the program does together with SIGINT and SIGTERM; to
 * those two Node listens from its start. Undefined where the system does not say (proc_pid_status(5)).
 */
function listens(pid: number | undefined): boolean | undefined {
  try {
    const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(
      readFileSync(`/proc/${pid}/status`, "utf8"),
    )?.[1];
    return caught === undefined ? undefined : (BigInt(`0x${caught}`) & 1n) !== 0n;
  } catch {
    return undefined;
  }
}

/**
 * Starts `xsweep`, ends it by a signal once it shows a sign of life, and waits for its end. The sign is
 * that it listens, and that `begun` says so; a line on stderr where the system does not tell.
 */
export async function interrupted(
  args: readonly string[],
  begun = () => true,
  signal: NodeJS.Signals = "SIGINT",
): Promise<Outcome> {
  const child = spawn(process.execPath, [BIN, ...args], { env: clean({}) });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  while (child.exitCode === null && !((listens(child.pid) ?? err !== "") && begun())) {
    await sleep(20);
  }
  // Now at the start of its work; a little later in the middle of it, which is no matter of luck.
  await sleep(200);
  child.kill(signal);
  return { code: await ended, out, err };
}

/** The JSON document that the command prints. */
export function json<T = Record<string, unknown>>(args: readonly string[], input = ""): T {
  const { code, out, err } = xsweep([...args, "--json"], input);
  if (code === 2 || code === null) throw new Error(err);
  return JSON.parse(out) as T;
}
