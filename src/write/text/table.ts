/** Rows of text as aligned columns, fitted to a terminal where it is said how wide that is. */

import type { Align, Sheet } from "../sheet.ts";

type Row = readonly string[];

const GAP = "  ";
/** A column of words stays at least so wide. */
const NARROWEST = 9;

/**
 * A table, one line per row: each column as wide as its widest cell, two blanks between. Where that is
 * more than `columns`, the widest columns of words are broken into lines; where that is not enough, a
 * row becomes a block, its cells below each other behind the heads, which the first row holds.
 */
export function table(
  align: readonly Align[],
  rows: readonly Row[],
  columns = Number.POSITIVE_INFINITY,
): string {
  const widest = align.map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  const widths = fitted(widest, align, columns);
  if (widthOf(widths) > columns) return blocks(align, rows, columns);
  return rows
    .flatMap((row) => linesOf(row, widths))
    .map((cells) =>
      align
        .map((side, column) => {
          const cell = cells[column] ?? "";
          const width = widths[column] ?? 0;
          return side === "left" ? cell.padEnd(width) : cell.padStart(width);
        })
        .join(GAP)
        .trimEnd(),
    )
    .join("\n");
}

/** `sheet` as such a table, its heads first. */
export const sheetTable = ({ align, heads, rows }: Sheet, columns?: number): string =>
  table(align, [heads, ...rows], columns);

const widthOf = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);

/** A block per row: its name, which is all up to the first column of words with a head, then the rest. */
function blocks(align: readonly Align[], [heads = [], ...rows]: readonly Row[], columns: number) {
  const named = Math.max(1, 1 + align.findIndex((side, i) => side === "left" && heads[i] !== ""));
  const rest = heads.slice(named);
  const margin = Math.max(0, ...rest.map(({ length }) => length));
  return rows
    .flatMap((row) => [
      row.slice(0, named).filter(Boolean).join(GAP),
      ...rest.flatMap((head, i) => {
        const cell = row[named + i] ?? "";
        const room = Math.max(NARROWEST, columns - margin - 2 * GAP.length);
        return cell === ""
          ? []
          : brokenAt(cell, room).map(
              (line, n) => `${GAP}${(n === 0 ? head : "").padEnd(margin)}${GAP}${line}`,
            );
      }),
    ])
    .join("\n");
}

/** The widths, the widest columns of words made narrower until the row fits or none can be. */
function fitted(widest: readonly number[], align: readonly Align[], columns: number): number[] {
  const widths = [...widest];
  while (widthOf(widths) > columns) {
    const most = Math.max(...widths.map((width, i) => (align[i] === "left" ? width : 0)));
    if (most <= NARROWEST) break;
    widths[widths.findIndex((width, i) => align[i] === "left" && width === most)] = most - 1;
  }
  return widths;
}

/** A row as lines of cells, none wider than its column. */
function linesOf(row: Row, widths: readonly number[]): Row[] {
  const broken = widths.map((width, i) => brokenAt(row[i] ?? "", width));
  const height = Math.max(...broken.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => broken.map((lines) => lines[line] ?? ""));
}

/** `text` in lines of at most `width`: at a blank, behind a mark of a path, else where it must be. */
function brokenAt(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const head = rest.slice(0, width + 1);
    const blank = head.lastIndexOf(" ");
    const mark = Math.max(
      ...["/", ":", "@", "_", "-"].map((one) => head.lastIndexOf(one, width - 1) + 1),
    );
    const at = blank > 0 ? blank : mark > width / 2 ? mark : width;
    lines.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
