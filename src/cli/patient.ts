/** Long work in turns, so that Ctrl-C is heard. */
import { grouped } from "../write/text/number.ts";
import type { Io } from "./io.ts";

const NOTE_MS = 5000;

/** What `work` answers; Ctrl-C is heard in between, and long work says how far it is. */
export async function patient<Answer>(work: Generator<number, Answer>, io: Io): Promise<Answer> {
  let last = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - last > NOTE_MS) {
      io.note(`${grouped(value)} states so far`);
      last = performance.now();
    }
    await new Promise((resolve) => setImmediate(resolve));
    io.signal.throwIfAborted();
  }
}
