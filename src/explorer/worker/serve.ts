/** The side of the worker: one job, or the tasks of a sweep, then it is ended by the page. */
import { serve as serveSweeps } from "../../workers/index.ts";
import { checked, claims, versions } from "./check.ts";
import { findSizes } from "./find.ts";
import type { Doing, JobKind, Reply, Request } from "./jobs.ts";
import { judge } from "./judge.ts";
import { picture } from "./masks.ts";
import { matrixRows } from "./matrix.ts";
import { propose } from "./propose.ts";

const DOINGS: { readonly [Kind in JobKind]: Doing<Kind> } = {
  judge,
  find: findSizes,
  matrix: matrixRows,
  picture,
  check: checked,
  versions,
  claims,
  propose,
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

const isRequest = (data: unknown): data is Request =>
  typeof data === "object" && data !== null && "alive" in data;

/** Answers what it is asked from now on: the jobs of the page, and the tasks of sweeps. */
export function serve(): void {
  serveSweeps();
  addEventListener("message", async ({ data }: MessageEvent<unknown>) => {
    if (!isRequest(data)) return;
    await holdLock(data.alive);
    post({ is: "alive" });
    if (data.kind === "none") return;
    try {
      const doing = DOINGS[data.kind] as Doing<JobKind>;
      const value = await doing(data.takes as never, (told) => post({ is: "tells", value: told }));
      post({ is: "gives", value });
    } catch (error) {
      post({ is: "fails", why: error instanceof Error ? error.message : String(error) });
    }
  });
}
