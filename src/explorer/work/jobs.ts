/** What a worker of the page can be asked, and what it answers: plain values that can be cloned. */

import type { Check } from "../../explain/index.ts";
import type { Match, OccurringSize, Processor, RangeFigures, RulesApart } from "../../index.ts";
import type { Warning } from "../../read/index.ts";

/** A reading of a file, judged. */
export interface Judged {
  readonly label: string;
  readonly count: number;
  readonly processor: Processor;
  readonly verdict: string;
  readonly checks: readonly Check[];
  readonly warnings: readonly Warning[];
}

export interface JudgedFile {
  readonly name: string;
  /** Bytes of the file as it was given. */
  readonly bytes: number;
  readonly format: string;
  readonly readings: readonly Judged[];
  readonly warnings: readonly Warning[];
}

/** A size near the one asked for, and who gives it. */
export interface NearMiss extends OccurringSize {
  readonly cpu: string;
  readonly rule: string;
}

export interface FoundSizes {
  readonly bytes: number;
  readonly matches: readonly Match[];
  /** The nearest sizes below and above, nearest first. */
  readonly near: readonly NearMiss[];
  /** Rules that could not be asked, each with its reason. */
  readonly leftOut: readonly string[];
}

/** A rule against the architecture on one processor; why not, where that cannot be said. */
export type MatrixRow = { readonly rule: string } & (
  | { readonly apart: RulesApart }
  | { readonly why: string }
);

/** Pixels of a picture, in its order: what each mask comes to. */
export interface Picture {
  /** Subset i is PDEP(i, universe) | fixed. */
  readonly universe: bigint;
  readonly fixed: bigint;
  readonly masks: number;
  readonly sizes: Uint32Array<ArrayBuffer>;
  /** Sizes by the other rule, where disagreement is drawn. */
  readonly others: Uint32Array<ArrayBuffer> | null;
}

/** Each kind of job: what it takes, what it tells on the way, what it gives. */
export interface Jobs {
  judge: { takes: { file: Blob; name: string }; tells: never; gives: JudgedFile };
  find: {
    takes: { bytes: number; own: Processor | null };
    tells: { done: number; total: number };
    gives: FoundSizes;
  };
  matrix: { takes: { cpu: Processor }; tells: never; gives: readonly MatrixRow[] };
  picture: {
    takes: { cpu: Processor; rule: string; other: string | null };
    tells: { done: number; total: number };
    gives: Picture;
  };
  sweep: {
    takes: { cpu: Processor; rule: string; from: number; to: number };
    tells: RangeFigures;
    gives: RangeFigures;
  };
}

export type JobKind = keyof Jobs;

/** A job as it is sent. */
export interface Request<Kind extends JobKind = JobKind> {
  readonly kind: Kind;
  readonly takes: Jobs[Kind]["takes"];
  /** The name of the lock that the worker holds as long as it lives. */
  readonly alive: string;
}

export type Reply<Kind extends JobKind = JobKind> =
  | { readonly is: "alive" }
  | { readonly is: "tells"; readonly value: Jobs[Kind]["tells"] }
  | { readonly is: "gives"; readonly value: Jobs[Kind]["gives"] }
  | { readonly is: "fails"; readonly why: string };

/** How the worker does one kind of job. */
export type Doing<Kind extends JobKind> = (
  takes: Jobs[Kind]["takes"],
  tell: (value: Jobs[Kind]["tells"]) => void,
) => Promise<Jobs[Kind]["gives"]> | Jobs[Kind]["gives"];
