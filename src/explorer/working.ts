/** A job of a panel: started when what it is about changes, ended when the panel goes. */
import { useEffect, useState } from "preact/hooks";
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
