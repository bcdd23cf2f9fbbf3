/**
 * The side of the page: a worker for each job, made of the script that this page already holds, so
 * that the file has it once. A worker that dies is an error, never a number that is not whole.
 */
import type { JobKind, Jobs, Reply, Request } from "./jobs.ts";

export interface Running<Kind extends JobKind> {
  readonly result: Promise<Jobs[Kind]["gives"]>;
  /** Ends the worker; `result` never comes. */
  readonly cancel: () => void;
}

let address: string | undefined;

/** The script of this page as an address of its own. */
function script(): string {
  const text = document.querySelector("script[type=module]")?.textContent ?? "";
  address ??= URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return address;
}

/** A worker that has not answered by then never will; on a busy machine one takes 0.2 s. */
const START_MS = 20_000;

let started = 0;

/** Starts a job; `tell` hears of its progress. */
export function start<Kind extends JobKind>(
  kind: Kind,
  takes: Jobs[Kind]["takes"],
  tell: (value: Jobs[Kind]["tells"]) => void = () => {},
): Running<Kind> {
  const worker = new Worker(script());
  const alive = `xsweep-${performance.timeOrigin}-${started++}`;
  let over = false;
  const end = () => {
    over = true;
    worker.terminate();
  };
  const result = new Promise<Jobs[Kind]["gives"]>((resolve, reject) => {
    const fail = (why: string) => {
      if (over) return;
      end();
      reject(new Error(why));
    };
    const late = setTimeout(() => fail("the worker did not start: there is no result"), START_MS);
    worker.onerror = (event) => fail(`the worker failed: ${event.message || "no reason given"}`);
    worker.onmessageerror = () => fail("the worker sent what cannot be read");
    worker.onmessage = ({ data }: MessageEvent<Reply<Kind>>) => {
      if (over) return;
      if (data.is === "alive") {
        clearTimeout(late);
        watch(alive, () => fail("the worker died before it was done: there is no result"));
      } else if (data.is === "tells") tell(data.value);
      else if (data.is === "gives") {
        end();
        resolve(data.value);
      } else fail(data.why);
    };
  });
  worker.postMessage({ kind, takes, alive } satisfies Request<Kind>);
  return { result, cancel: end };
}

/** Calls `died` once nobody holds the lock any more. */
function watch(name: string, died: () => void): void {
  navigator.locks?.request(name, died).catch(() => {});
}
