/** What a page and its workers say to each other: a task, and what became of it. */
import type { DifferenceTask, SummaryTask } from "../sweep/work.ts";
import type { Fate } from "../threads/worker.ts";

export interface Asked {
  readonly xsweep: "task";
  readonly number: number;
  readonly task: SummaryTask | DifferenceTask;
}

export interface Told {
  readonly xsweep: "fate";
  readonly number: number;
  readonly fate: Fate<unknown>;
}

/** What of a worker's events is looked at. */
export interface EventLike {
  /** Of a "message": what was posted. */
  readonly data?: Partial<Told>;
  /** Of an "error": why. */
  readonly message?: string;
}

/** What of a Web Worker is needed; that of a browser, of Deno and of Bun is one. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  addEventListener(
    type: "message" | "error" | "messageerror",
    listener: (event: EventLike) => void,
  ): void;
  terminate(): unknown;
}

/** What of the scope inside a worker is needed. */
export interface ScopeLike {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}
