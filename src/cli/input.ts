/** A FILE operand: a path, `-` for stdin, or `host`; as a dump. */
import { minimumStack, readHost } from "../host/index.ts";
import { readDump } from "../read/index.ts";
import type { Dump } from "../read/reading.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { readFile } from "./read-file.ts";
import { naming } from "./resolve.ts";

export interface Input {
  readonly dump: Dump;
  /** AT_MINSIGSTKSZ, where the dump is of this machine. */
  readonly minimumStack: number | null;
}

/** What the operand says. @throws {RangeError} naming it. */
export async function inputOf(
  operand: string | undefined,
  { from, maxInput }: Flags,
  io: Io,
): Promise<Input> {
  const text = operandOf(operand);
  if (text === "host") {
    const { dump, by } = readHost();
    io.note(`xsweep: host: read from ${by}`);
    return { dump, minimumStack: minimumStack() };
  }
  const bytes = text === "-" ? await io.input() : readFile(text, maxInput);
  const file = text === "-" ? "stdin" : text;
  const options = { file, ...(from === undefined ? {} : { from }) };
  return { dump: naming(file, () => readDump(bytes, options)), minimumStack: null };
}

export function operandOf(operand: string | undefined): string {
  if (operand !== undefined) return operand;
  throw new RangeError("FILE is missing: a dump, a boot log or a core file, - for stdin, or host");
}

/** Every doubt of a dump, to stderr. */
export function noteWarnings({ readings, warnings }: Dump, io: Io): void {
  for (const { name, message } of warnings) io.note(`xsweep: ${name}: ${message}`);
  for (const reading of readings) {
    const where = readings.length > 1 ? `${reading.label}: ` : "";
    for (const { name, message } of reading.warnings) {
      io.note(`xsweep: ${name}: ${where}${message}`);
    }
  }
}
