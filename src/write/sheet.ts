/** A table before it has a form: what the terminal shows fitted, and other programs take whole. */

export type Align = "left" | "right";

export interface Sheet {
  readonly align: readonly Align[];
  readonly heads: readonly string[];
  /** A cell for each head, none of them cut. */
  readonly rows: readonly (readonly string[])[];
}

/** Forms of `sheetText`. */
export const SHEET_FORMS = ["csv", "markdown"] as const;
export type SheetForm = (typeof SHEET_FORMS)[number];

/** A field as RFC 4180 has it: quoted where it must be. */
const field = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** A cell of a Markdown table: a bar would end it, and a line end the table. */
const cell = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll(/\r\n|\n|\r/g, " ");

const csv = ({ heads, rows }: Sheet): string =>
  [heads, ...rows].map((row) => `${row.map(field).join(",")}\n`).join("");

function markdown({ align, heads, rows }: Sheet): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const rule = align.map((side) => (side === "right" ? "--:" : "---"));
  return [heads.map(cell), rule, ...rows.map((row) => row.map(cell))].map(line).join("");
}

/**
 * `sheet` as CSV or as a table of Markdown. CSV is that of RFC 4180 with a line of heads, but for its
 * line ends: they are those of every other text here, so that `cut` and `awk` read it.
 */
export const sheetText = (sheet: Sheet, form: SheetForm): string =>
  form === "csv" ? csv(sheet) : markdown(sheet);
