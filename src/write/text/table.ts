/** Rows of text as aligned columns. */

export type Align = "left" | "right";

/** A table, one line a row: each column as wide as its widest cell, two blanks between. */
export function table(align: readonly Align[], rows: readonly (readonly string[])[]): string {
  const widths = align.map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return rows
    .map((row) =>
      align
        .map((side, column) => {
          const cell = row[column] ?? "";
          const width = widths[column] ?? 0;
          return side === "left" ? cell.padEnd(width) : cell.padStart(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
