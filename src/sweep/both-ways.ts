/** One list of questions, to one engine or to both and compared. */
import type { Method } from "../questions/question.ts";
import type { Effort } from "../threads/run.ts";

export interface Answered<Answer> extends Effort {
  /** Those of the enumeration, where it was asked. */
  readonly answers: readonly Answer[];
  /** Method "both": whether the engines agree. */
  readonly agree?: boolean;
}

/** `enumerate` or `count`, or both, as `method` says. @throws as they do; whatever aborted `signal`. */
export async function bothWays<Answer>(
  method: Method,
  signal: AbortSignal | undefined,
  enumerate: () => Promise<Effort & { readonly answers: readonly Answer[] }>,
  count: () => readonly Answer[],
  same: (a: Answer | undefined, b: Answer, number: number) => boolean,
): Promise<Answered<Answer>> {
  const evaluated = method === "symbolic" ? undefined : await enumerate();
  signal?.throwIfAborted();
  const started = performance.now();
  const counted = method === "exhaustive" ? undefined : count();
  const seconds = (performance.now() - started) / 1000 + (evaluated?.seconds ?? 0);
  return {
    answers: evaluated?.answers ?? counted ?? [],
    threads: evaluated?.threads ?? 1,
    seconds,
    ...(evaluated && counted
      ? { agree: counted.every((one, i) => same(evaluated.answers[i], one, i)) }
      : {}),
  };
}
