/** The side of the worker: one job, then it is ended by the page. */
import { findSizes } from "./find.ts";
import type { Doing, JobKind, Reply, Request } from "./jobs.ts";
import { judge } from "./judge.ts";
import { picture, sweepRange } from "./masks.ts";
import { matrixRows } from "./matrix.ts";

const DOINGS: { readonly [Kind in JobKind]: Doing<Kind> } = {
  judge,
  find: findSizes,
  matrix: matrixRows,
  picture,
  sweep: sweepRange,
};

const post = (reply: Reply): void => {
  (globalThis as unknown as Worker).postMessage(reply);
};

/** Held as long as this worker lives: the page waits for it, and so learns of a silent death. */
async function holdLock(name: string): Promise<void> {
  await new Promise<void>((held) => {
    navigator.locks
      ?.request(name, () => {
        held();
        return new Promise<void>(() => {});
      })
      // Where there are no locks (a page without an origin), death is seen by the error event alone.
      .catch(() => held()) ?? held();
  });
}

/** Answers what it is asked from now on. */
export function serve(): void {
  addEventListener("message", async ({ data }: MessageEvent<Request>) => {
    await holdLock(data.alive);
    post({ is: "alive" });
    try {
      const doing = DOINGS[data.kind] as Doing<JobKind>;
      const value = await doing(data.takes as never, (told) => post({ is: "tells", value: told }));
      post({ is: "gives", value });
    } catch (error) {
      post({ is: "fails", why: error instanceof Error ? error.message : String(error) });
    }
  });
}
