/** `import` of many files: a row per processor, first whether the file was read. */
import { compactedSize, standardSize } from "../../xsave/layout.ts";
import { hex } from "../../xsave/mask.ts";
import { enumerated, type Processor } from "../../xsave/processor.ts";
import { briefly } from "./explain-files.ts";
import { type Align, table } from "./table.ts";
import { visibleLine } from "./visible.ts";

export type ImportRow = readonly string[];

const COLUMNS: readonly (readonly [string, Align])[] = [
  ["VERDICT", "left"],
  ["FILE", "left"],
  ["FORMAT", "left"],
  ["ID", "left"],
  ["XCR0", "left"],
  ["IA32_XSS", "left"],
  ["STANDARD", "right"],
  ["COMPACTED", "right"],
  ["NAME", "left"],
];

export const importRows = (
  file: string,
  format: string,
  processors: readonly Processor[],
): ImportRow[] =>
  processors.map((cpu) => [
    ...["read", file, format, cpu.id, hex(cpu.xcr0), hex(cpu.xss)],
    `${standardSize(cpu, enumerated(cpu))}`,
    `${compactedSize(cpu, enumerated(cpu))}`,
    cpu.name,
  ]);

/** A file that cannot be read: the reason stands where the name would. */
export const notRead = (file: string, why: string): ImportRow => [
  ...["not read", file, "-", "-", "-", "-", "-", "-"],
  briefly(why),
];

export const importText = (rows: readonly ImportRow[], columns: number): string =>
  table(
    COLUMNS.map(([, align]) => align),
    [COLUMNS.map(([head]) => head), ...rows.map((row) => row.map(visibleLine))],
    columns,
  );
