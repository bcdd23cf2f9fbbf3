/** What a worker of the page can be asked, and what it answers: plain values that can be cloned. */

import type { Check } from "../../explain/index.ts";
import type { Match, OccurringSize, Processor, RulesApart } from "../../index.ts";
import type { CheckReport, DecidedClaim } from "../../linux/index.ts";
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

/** A kernel version, checked: how each promise stands. */
export interface CheckedVersion {
  readonly kernel: string;
  /** By the id of the promise: whether it holds, null where undecided; the steps that break it. */
  readonly promises: Readonly<Record<string, { holds: boolean | null; steps: number | null }>>;
  /** Why it cannot be asked; null where it was. */
  readonly why: string | null;
}

/** What an edit of a processor turns for the worse. */
export interface Proposed {
  readonly rules: readonly {
    readonly rule: string;
    readonly turn: string;
    readonly first: string;
  }[];
  readonly limits: readonly { readonly limit: string; readonly turn: string }[];
  /** Processors with which images can no longer be exchanged as before. */
  readonly exchange: readonly string[];
  /** Promises of the kernel that break or get worse; null where no kernel can be asked. */
  readonly promises:
    | readonly { readonly id: string; readonly name: string; readonly turn: string }[]
    | null;
  readonly whyNoKernel: string | null;
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
  check: {
    takes: { cpu: Processor; kernel: string; host: bigint | null; dynamic: bigint | null };
    tells: never;
    gives: CheckReport;
  };
  versions: {
    takes: { cpu: Processor; host: bigint | null; dynamic: bigint | null };
    tells: readonly CheckedVersion[];
    gives: readonly CheckedVersion[];
  };
  claims: { takes: Record<string, never>; tells: never; gives: readonly DecidedClaim[] };
  propose: {
    takes: { before: Processor; after: Processor; kernel: string };
    tells: never;
    gives: Proposed;
  };
}

export type JobKind = keyof Jobs;

/** A job as it is sent; "none" only asks the worker to say that it lives. */
export interface Request<Kind extends JobKind = JobKind> {
  readonly kind: Kind | "none";
  readonly takes: Jobs[Kind]["takes"] | null;
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
