/** The matrix as people read it: a row per rule, the processors added up; or those that differ. */

import type { DiffWitness } from "../../questions/question.ts";
import type { DiffReport } from "../../sweep/diff.ts";
import type { MatrixRow } from "../../sweep/matrix.ts";
import { hex } from "../../xsave/mask.ts";
import { sum } from "../json/matrix.ts";
import type { Sheet } from "../sheet.ts";
import { signed } from "./number.ts";
import { sheetTable, table } from "./table.ts";
import { wrap } from "./wrap.ts";

type WitnessOf = (report: DiffReport) => DiffWitness | null;

const gap = ({ a, b }: DiffWitness): number => a - b;

/** The witness that comes first by `order`, and the processor it is of. */
function best(
  reports: readonly DiffReport[],
  of: WitnessOf,
  order: (x: DiffWitness, y: DiffWitness) => number,
): (DiffWitness & { readonly cpu: string }) | undefined {
  return reports
    .flatMap((report) => {
      const witness = of(report);
      return witness ? [{ ...witness, cpu: report.cpu }] : [];
    })
    .sort(order)[0];
}

const byMask = (x: DiffWitness, y: DiffWitness): number => (x.mask < y.mask ? -1 : 1);
const byGap = (x: DiffWitness, y: DiffWitness): number => Math.abs(gap(y)) - Math.abs(gap(x));

/** `matrixSheet` for a terminal, then why a rule was not asked. */
export function matrixText(rows: readonly MatrixRow[], columns = Number.POSITIVE_INFINITY): string {
  const refusals = rows.flatMap(({ refused }) =>
    refused.flatMap(({ because }) => wrap(because, columns, " ")),
  );
  return `${sheetTable(matrixSheet(rows), columns)}${refusals.length > 0 ? `\n\n${refusals.join("\n")}` : ""}`;
}

/** A row per rule: wrong masks of all, on how many processors, first, first legal, worst. */
export function matrixSheet(rows: readonly MatrixRow[]): Sheet {
  const several = rows.some(({ reports, refused }) => reports.length + refused.length > 1);
  return {
    align: [
      ...(["left", "right", "right"] as const),
      ...(several ? (["right"] as const) : []),
      ...(["left", "left", "right"] as const),
      ...(several ? (["left"] as const) : []),
    ],
    heads: [
      ...["RULE", "WRONG", "OF MASKS"],
      ...(several ? ["PROCESSORS"] : []),
      ...["FIRST", "FIRST LEGAL", "WORST"],
      ...(several ? ["WORST ON"] : []),
    ],
    rows: rows.map(({ rule, reports }) => {
      const first = best(reports, (report) => report.first, byMask);
      const legal = best(reports, (report) => report.firstLegal, byMask);
      const worst = best(reports, (report) => report.worst, byGap);
      const wrong = sum(reports, (report) => report.differ);
      return [
        rule.id,
        `${wrong}`,
        `${sum(reports, (report) => report.masks)}`,
        ...(several
          ? [`${reports.filter(({ differ }) => differ !== 0n).length} of ${reports.length}`]
          : []),
        first ? hex(first.mask) : "-",
        legal ? hex(legal.mask) : "-",
        worst ? signed(gap(worst)) : "-",
        ...(several ? [worst ? `${worst.cpu} ${hex(worst.mask)}` : ""] : []),
      ];
    }),
  };
}

/** Wrong masks of each rule that is wrong anywhere, a column each, a row per processor. */
export function matrixGrid(rows: readonly MatrixRow[], columns = Number.POSITIVE_INFINITY): string {
  const wrong = rows.filter(({ reports }) => reports.some(({ differ }) => differ !== 0n));
  if (wrong.length === 0) return "no rule differs from the architecture on any mask";
  const processors = rows.reduce<readonly DiffReport[]>(
    (most, { reports }) => (reports.length > most.length ? reports : most),
    [],
  );
  const first = ["PROCESSOR", "", ...processors.map(({ cpu }) => cpu)];
  const others = wrong.map(({ rule, reports }) => [
    rule.id.slice(0, rule.id.lastIndexOf("-")),
    rule.format,
    ...processors.map(({ cpu }) => {
      const report = reports.find((one) => one.cpu === cpu);
      if (!report) return "-";
      return report.differ === 0n ? "." : `${report.differ}/${report.masks}`;
    }),
  ]);
  return sideBySide(first, others, columns);
}

const widthOf = (cells: readonly string[]): number =>
  Math.max(...cells.map(({ length }) => length));

/** `others` to the right of `first`: as many as fit, the rest in tables below, none cut. */
function sideBySide(
  first: readonly string[],
  others: readonly (readonly string[])[],
  columns: number,
): string {
  const tables: (readonly string[])[][] = [];
  let room = 0;
  for (const cells of others) {
    const width = 2 + widthOf(cells);
    if (tables.length === 0 || width > room) {
      tables.push([]);
      room = columns - widthOf(first);
    }
    tables.at(-1)?.push(cells);
    room -= width;
  }
  return tables
    .map((some) =>
      table(
        ["left", ...some.map(() => "right" as const)],
        first.map((cell, row) => [cell, ...some.map((cells) => cells[row] ?? "")]),
      ),
    )
    .join("\n\n");
}
