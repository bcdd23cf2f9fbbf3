/** Rows of text as aligned columns, fitted to a terminal where it is said how wide that is. */

export type Align = "left" | "right";

type Row = readonly string[];

const GAP = "  ";
/** A column of words stays at least so wide. */
const NARROWEST = 12;

/**
 * A table, one line per row: each column as wide as its widest cell, two blanks between. Where that is
 * more than `columns`, the widest columns of words are broken into lines.
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

/** The widths, the widest columns of words made narrower until the row fits or none can be. */
function fitted(widest: readonly number[], align: readonly Align[], columns: number): number[] {
  const widths = [...widest];
  const total = () =>
    widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
  while (total() > columns) {
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
