/**
 * The side of the page: a worker for each job, made of the script that this page already holds, so
 * that the file has it once. A worker that dies is an error, never a number that is not whole.
 */
import type { WorkerLike } from "../../workers/index.ts";
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
const nextName = (): string => `xsweep-${performance.timeOrigin}-${started++}`;

let spare: Worker | undefined;

/** Starts a worker ahead of the next job: to read the script takes longer than most jobs. */
export function prepare(): void {
  spare ??= new Worker(script());
}

function ready(): Worker {
  const worker = spare ?? new Worker(script());
  spare = undefined;
  setTimeout(prepare, 1000);
  return worker;
}

/** A worker for the tasks of a sweep, whose silent death is an error as any other. */
export function sweepWorker(): WorkerLike {
  const worker = new Worker(script());
  const alive = nextName();
  worker.addEventListener("message", ({ data }: MessageEvent<Partial<Reply> | undefined>) => {
    if (data?.is !== "alive") return;
    watch(alive, () => worker.dispatchEvent(new ErrorEvent("error", { message: "it died" })));
  });
  worker.postMessage({ kind: "none", takes: null, alive } satisfies Request);
  return worker;
}

/** Starts a job; `tell` hears of its progress. */
export function start<Kind extends JobKind>(
  kind: Kind,
  takes: Jobs[Kind]["takes"],
  tell: (value: Jobs[Kind]["tells"]) => void = () => {},
): Running<Kind> {
  const worker = ready();
  const alive = nextName();
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
