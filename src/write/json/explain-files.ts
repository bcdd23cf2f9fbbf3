/** The lines of `explain` of several files: a document "xsweep/explain@1" each, with its file. */
import type { Dump } from "../../read/reading.ts";
import { EXPLAIN_SCHEMA, explainJson, type JudgedReading } from "./explain.ts";

export const explainFileJson = (
  file: string,
  dump: Dump,
  judged: readonly JudgedReading[],
): object => ({
  schema: EXPLAIN_SCHEMA,
  file,
  ...explainJson(dump, judged),
});

/** A file that cannot be read: `error` in place of everything else. */
export const unreadFileJson = (file: string, error: string): object => ({
  schema: EXPLAIN_SCHEMA,
  file,
  error,
});
