/** A pause between two pieces of work, in which a signal is heard. */
import type { Io } from "./io.ts";

/** @throws the reason, where the run was ended from outside. */
export async function turn({ signal }: Io): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
