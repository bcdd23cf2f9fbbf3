/** `explain` of many files: a row each, the verdict first. */
import type { Check } from "../../explain/check.ts";
import { verdictOf } from "../../explain/verdict.ts";
import type { Dump } from "../../read/reading.ts";
import type { JudgedReading } from "../json/explain.ts";
import { table } from "./table.ts";
import { visibleLine } from "./visible.ts";

export type Verdict = "not read" | "not consistent" | "cannot be judged" | "consistent";

export interface FileRow {
  readonly verdict: Verdict;
  readonly file: string;
  readonly format: string;
  readonly processor: string;
  /** The rest of the sentence, of the reading that has this verdict. */
  readonly why: string;
}

/** The reason why a file was not read, without the list of formats: a column would be all list. */
export const briefly = (why: string): string => why.replace(/ \(formats: [^()]*\)$/, "");

/** A file that cannot be read. */
export const unreadRow = (file: string, why: string): FileRow => ({
  ...{ verdict: "not read", file, format: "-", processor: "-", why: briefly(why) },
});

/** A file is what its worst reading is: not consistent, then consistent, then not judged. */
export function rowOf(file: string, dump: Dump, judged: readonly JudgedReading[]): FileRow {
  const ranked = [...judged].sort((a, b) => rank(a.checks) - rank(b.checks));
  const [worst] = ranked;
  if (!worst) return { ...unreadRow(file, "it reports no totals"), verdict: "cannot be judged" };
  const [verdict = "", why = ""] = split(verdictOf(worst.checks));
  const others = judged.length > 1 ? ` and ${judged.length - 1} more` : "";
  const doubts =
    dump.warnings.length + judged.reduce((sum, { reading }) => sum + reading.warnings.length, 0);
  return {
    verdict: verdict as Verdict,
    file,
    format: dump.format,
    processor: `${worst.reading.processor.name}${others}`,
    why: doubts === 0 ? why : `${why}; ${doubts} ${doubts === 1 ? "warning" : "warnings"}`,
  };
}

const rank = (checks: readonly Check[]): number =>
  checks.some(({ ok }) => ok === false) ? 0 : checks.some(({ ok }) => ok === true) ? 1 : 2;

const split = (verdict: string): readonly [string, string] => {
  const colon = verdict.indexOf(": ");
  return [verdict.slice(0, colon), verdict.slice(colon + 2)];
};

export function explainFilesText(rows: readonly FileRow[], columns: number): string {
  const cells = rows.map(({ verdict, file, format, processor, why }) =>
    [verdict, file, format, processor, why].map(visibleLine),
  );
  const heads = ["VERDICT", "FILE", "FORMAT", "PROCESSOR", "WHY"];
  return table(["left", "left", "left", "left", "left"], [heads, ...cells], columns);
}

/** "12 files: 9 consistent, 2 not consistent, 1 not read". */
export function countsOf(verdicts: readonly Verdict[]): string {
  const counts = (["consistent", "not consistent", "cannot be judged", "not read"] as const)
    .map((one) => [verdicts.filter((verdict) => verdict === one).length, one] as const)
    .filter(([n]) => n > 0)
    .map((pair) => pair.join(" "));
  return `${verdicts.length} files: ${counts.join(", ")}`;
}
