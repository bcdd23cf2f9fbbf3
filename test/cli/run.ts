/** Runs the built command the way a user does: a process, its streams, its exit code. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const BIN = fileURLToPath(new URL("../../bin/xsweep.mjs", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `xsweep` with those arguments, `input` on stdin. */
export function xsweep(args: readonly string[], input = "", env: NodeJS.ProcessEnv = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    encoding: "utf8",
    input,
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
    maxBuffer: 2 ** 28,
  });
  return { code: status, out: stdout, err: stderr };
}

/** The JSON document that the command prints. */
export function json<T = Record<string, unknown>>(args: readonly string[], input = ""): T {
  const { code, out, err } = xsweep([...args, "--json"], input);
  if (code === 2 || code === null) throw new Error(err);
  return JSON.parse(out) as T;
}
