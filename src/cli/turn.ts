/** Where a signal is heard: between two pieces of work, or by an engine that pauses. */
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";

/** @throws the reason, where the run was ended from outside. */
export async function turn({ signal }: Io): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

/**
 * The signal for an engine. The symbolic one alone computes without a pause and leaves nothing lying
 * about: there the system ends the process at once, where a listener would be deaf.
 */
export const heardBy = ({ method }: Flags, io: Io): { signal?: AbortSignal } =>
  method === "symbolic" ? {} : { signal: io.signal };
