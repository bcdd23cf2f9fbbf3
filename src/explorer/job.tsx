/** A job of a panel: started when what it is about changes, ended when the panel goes. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { clip } from "./clip.tsx";
import { start } from "./worker/client.ts";
import type { JobKind, Jobs } from "./worker/jobs.ts";

export type Working<Kind extends JobKind> =
  | { readonly is: "working"; readonly told: Jobs[Kind]["tells"] | null }
  | { readonly is: "done"; readonly value: Jobs[Kind]["gives"] }
  | { readonly is: "failed"; readonly why: string };

/** `takes` null: nothing to do yet. */
export function useJob<Kind extends JobKind>(
  kind: Kind,
  takes: Jobs[Kind]["takes"] | null,
  about: readonly unknown[],
): Working<Kind> {
  const [now, setNow] = useState<Working<Kind>>({ is: "working", told: null });
  useEffect(() => {
    setNow({ is: "working", told: null });
    if (takes === null) return;
    const { result, cancel } = start(kind, takes, (told) => setNow({ is: "working", told }));
    result.then(
      (value) => setNow({ is: "done", value }),
      (error: Error) => setNow({ is: "failed", why: error.message }),
    );
    return cancel;
  }, about);
  return now;
}

interface AnswerProps<Kind extends JobKind> {
  readonly of: Working<Kind>;
  /** What is said until it is there, of what the job has told so far. */
  readonly waiting: (told: Jobs[Kind]["tells"] | null) => string;
  readonly children: (value: Jobs[Kind]["gives"]) => ComponentChildren;
}

/** What a job has given; before that that it is at work, or why it gives nothing. */
export function Answer<Kind extends JobKind>({ of, waiting, children }: AnswerProps<Kind>) {
  if (of.is === "failed") {
    return (
      <p class="verdict bad" role="alert">
        {clip(of.why, 400)}
      </p>
    );
  }
  if (of.is === "working") {
    return (
      <p class="quiet" role="status">
        {waiting(of.told)}
      </p>
    );
  }
  return <>{children(of.value)}</>;
}
