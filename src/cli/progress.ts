/** Progress on stderr: one line redrawn on a terminal, else a line every five seconds. */
import type { Progress } from "../threads/progress.ts";
import { grouped, rate } from "../write/text/number.ts";
import type { Io } from "./io.ts";

const EVERY_MS = 5000;
const REDRAW_MS = 100;

export interface Reporter {
  update(progress: Progress): void;
  /** Takes the line away. */
  done(): void;
}

/** A reporter of work that is counted in `unit`. */
export function reporter(io: Io, unit = "masks"): Reporter {
  let last = performance.now();
  let drawn = false;
  return {
    update(progress) {
      const now = performance.now();
      if (now - last < (io.interactive ? REDRAW_MS : EVERY_MS)) return;
      last = now;
      if (io.interactive) {
        io.progress(lineOf(progress, unit));
        drawn = true;
      } else io.note(lineOf(progress, unit));
    },
    done() {
      if (drawn) io.progress("");
      drawn = false;
    },
  };
}

const lineOf = ({ done, total, masksPerSecond, eta }: Progress, unit: string): string =>
  `${grouped(done)} of ${grouped(total)} ${unit}, ${rate(masksPerSecond, unit)}, ${Math.ceil(eta)} s left`;
