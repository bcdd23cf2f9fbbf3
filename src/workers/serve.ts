/** The side of the worker. */
import work from "../sweep/work.ts";
import type { Asked, ScopeLike, Told } from "./message.ts";

const isAsked = (data: unknown): data is Asked =>
  typeof data === "object" && data !== null && (data as Asked).xsweep === "task";

/**
 * Makes the worker that calls it answer the tasks of `sweep` and `diff`; other messages are left to
 * whoever listens beside it.
 */
export function serve(scope: ScopeLike = globalThis as unknown as ScopeLike): void {
  scope.addEventListener("message", ({ data }) => {
    if (!isAsked(data)) return;
    const fate = work(data.task);
    if (fate) scope.postMessage({ xsweep: "fate", number: data.number, fate } satisfies Told);
  });
}
