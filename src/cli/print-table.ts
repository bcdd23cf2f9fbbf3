/** A table in the form that --to asks for: the one place where commands print one. */
import { type Sheet, sheetText } from "../write/sheet.ts";
import { sheetTable } from "../write/text/table.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";

export interface Tabled {
  readonly sheet: () => Sheet;
  /** The document of --json. */
  readonly document: () => object;
  /** Its rows, a line each with --to jsonl. */
  readonly records: () => readonly object[];
  /** What a terminal shows, where that is more than the table. */
  readonly text?: () => string;
}

/** Prints `tabled` as --json, --to or a table fitted to the terminal. */
export function printTable(io: Io, { json, tableTo }: Flags, tabled: Tabled): void {
  if (json || tableTo === "json") io.print(JSON.stringify(tabled.document()));
  else if (tableTo === "jsonl") {
    const lines = tabled.records().map((record) => `${JSON.stringify(record)}\n`);
    if (lines.length > 0) io.print(lines.join(""));
  } else if (tableTo !== undefined) io.print(sheetText(tabled.sheet(), tableTo));
  else io.print(tabled.text?.() ?? sheetTable(tabled.sheet(), io.tableColumns));
}
