/** Which release changed which number, as people read it. */
import type { ChangedNumber, ChangedReport, NumberChange } from "../../linux/changed.ts";
import { ranked } from "../../linux/kernel/release-number.ts";
import { stableText } from "../../linux/kernel/version.ts";
import type { Sheet } from "../sheet.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";
import { wrap } from "./wrap.ts";

type By = NumberChange["commits"][number];

const changedOf = ({ numbers }: ChangedReport): readonly ChangedNumber[] =>
  numbers.filter(({ changes }) => changes.length > 0);

const size = (n: number | null): string => (n === null ? "none" : grouped(n));

/** The commit, why, and which stable branch has it too. */
const byText = ({ commit, what, stable }: By): string =>
  `${commit ?? "commit not known"}, ${what}${stableText(stable)
    .map((text) => `; ${text} too`)
    .join("")}`;

function changeText({ from, until, before, after, commits }: NumberChange, first: boolean): string {
  const then = until === null ? `before ${from}` : `until ${until}`;
  const was = first ? `${size(before)} ${then}, ` : "";
  return `${was}${size(after)} from ${from} (${commits.map(byText).join("; ")})`;
}

const lineOf = ({ name, changes }: ChangedNumber): string =>
  `${name}: ${changes.map((change, i) => changeText(change, i === 0)).join(", ")}`;

/** One processor: a line per number that changed, and those that never did. */
export function kernelChangesText(report: ChangedReport, columns: number): string {
  const { cpu, from, until, numbers } = report;
  const changed = changedOf(report);
  const steady = numbers.filter(({ changes, now }) => changes.length === 0 && now !== null);
  return [
    `${cpu}: ${changed.length} of ${numbers.length} numbers changed between Linux ${from} and ${until}`,
    ...(changed.length === 0 ? [] : [changed.map(lineOf)]),
    ...(steady.length === 0
      ? []
      : [`always the same: ${steady.map(({ name, now }) => `${name} ${size(now)}`).join("; ")}`]),
  ]
    .map((part) =>
      [part]
        .flat()
        .flatMap((line) => wrap(line, columns, " "))
        .join("\n"),
    )
    .join("\n\n");
}

/** Several processors: the commits, then each group of processors whose numbers moved alike. */
export function kernelsChangesText(
  reports: readonly ChangedReport[],
  { columns, tableColumns }: { readonly columns: number; readonly tableColumns: number },
): string {
  const [first] = reports;
  if (!first) return "";
  const groups = new Map<string, string[]>();
  for (const report of reports) {
    const key = changedOf(report).map(lineOf).join("\n");
    groups.set(key, [...(groups.get(key) ?? []), report.cpu]);
  }
  const steady = groups.get("") ?? [];
  const said = (line: string) => wrap(line, columns, " ");
  return [
    `${reports.length - steady.length} of ${reports.length} processors: a number changed between Linux ${first.from} and ${first.until}`,
    ...(steady.length === reports.length ? [] : [commitsTable(reports, tableColumns)]),
    ...[...groups]
      .filter(([key]) => key !== "")
      .map(([key, cpus]) =>
        [...said(`${cpus.join(", ")}:`), ...key.split("\n").flatMap(said)].join("\n"),
      ),
    ...(steady.length === 0 ? [] : [said(`nothing changed: ${steady.join(", ")}`).join("\n")]),
  ].join("\n\n");
}

/** A row per change of a number on a processor. */
export const kernelChangesSheet = (reports: readonly ChangedReport[]): Sheet => ({
  align: ["left", "left", "left", "right", "right", "left"],
  heads: ["PROCESSOR", "NUMBER", "FROM", "BEFORE", "AFTER", "COMMITS"],
  rows: reports.flatMap(({ cpu, numbers }) =>
    numbers.flatMap(({ name, changes }) =>
      changes.map(({ from, before, after, commits }) => [
        ...[cpu, name, from, `${before ?? "none"}`, `${after ?? "none"}`],
        commits.map(byText).join("; "),
      ]),
    ),
  ),
});

/** A row per commit: how many processors it changed a number of. */
function commitsTable(reports: readonly ChangedReport[], columns: number): string {
  const rows = new Map<
    string,
    { readonly from: string; readonly by: By; cpus: Set<string>; names: Set<string> }
  >();
  for (const { cpu, numbers } of reports) {
    for (const { name, changes } of numbers) {
      for (const { from, commits } of changes) {
        for (const by of commits) {
          const key = `${from} ${by.commit} ${by.what}`;
          const row = rows.get(key) ?? { from, by, cpus: new Set(), names: new Set() };
          row.cpus.add(cpu);
          row.names.add(name);
          rows.set(key, row);
        }
      }
    }
  }
  return table(
    ["left", "left", "left", "right", "right"],
    [
      ["FROM", "COMMIT", "WHAT IT DOES", "PROCESSORS", "NUMBERS"],
      ...[...rows.values()]
        .sort((a, b) => ranked(a.from) - ranked(b.from))
        .map(({ from, by, cpus, names }) => [
          from,
          by.commit ?? "not known",
          by.what,
          `${cpus.size}`,
          `${names.size}`,
        ]),
    ],
    columns,
  );
}
