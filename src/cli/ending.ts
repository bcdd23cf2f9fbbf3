/**
 * What ends a run from outside: a signal, or a stream that takes no more. Nobody listens to signals
 * until a command asks for `listen()`: one that computes without a pause, with nothing of its own
 * left lying about, is better ended by the system at once than deaf.
 */
import { constants } from "node:os";
import { complain } from "./streams.ts";

const WORDS = { SIGINT: "interrupted", SIGTERM: "terminated", SIGHUP: "hung up" } as const;

const stop = new AbortController();
let outside: number | undefined;
let listening = false;

/** The exit code where something outside has ended the run; undefined where nothing has. */
export const endedBy = (): number | undefined => outside;

/** Ends the run as soon as its command looks. */
export function end(code: number, reason: Error): void {
  outside ??= code;
  process.exitCode = outside;
  stop.abort(reason);
}

/** Aborted by SIGINT, SIGTERM and SIGHUP from now on, and by the loss of stdout. */
export function listen(): AbortSignal {
  if (!listening) {
    listening = true;
    for (const name of Object.keys(WORDS) as (keyof typeof WORDS)[]) {
      // A second one ends the process as if nobody listened.
      process.once(name, () => {
        complain(`xsweep: ${WORDS[name]}`);
        end(128 + constants.signals[name], new Error(WORDS[name]));
      });
    }
  }
  return stop.signal;
}
