/** A FILE operand: a path, `-` for stdin, or `host`; as bytes, as a dump, or as a core to read in place. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { minimumStack, readHost } from "../host/index.ts";
import { type Bytes, bytesOf, checkWithin } from "../read/bytes.ts";
import type { Dump } from "../read/reading.ts";
import { visibleLine } from "../write/text/visible.ts";
import { inOneLine } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { dumpOf } from "./read-aside.ts";
import { readFile, readOpen } from "./read-file.ts";
import { reasonOf } from "./reason.ts";
import { naming, namingLate } from "./resolve.ts";

export interface Input {
  readonly dump: Dump;
  /** AT_MINSIGSTKSZ, where the dump is of this machine. */
  readonly minimumStack: number | null;
}

/** What the operand says. @throws {RangeError} naming it. */
export async function inputOf(
  operand: string | undefined,
  { readAs, from = readAs, maxInput, json }: Flags,
  io: Io,
): Promise<Input> {
  const text = operandOf(operand);
  if (text === "host") {
    const { dump, by } = readHost();
    io.note(`xsweep: host: read from ${by}`);
    return { dump: json ? dump : dumpInOneLine(dump), minimumStack: minimumStack() };
  }
  const bytes = text === "-" ? await io.input() : readFile(text, maxInput);
  const file = text === "-" ? "stdin" : text;
  const options = { file, ...(from === undefined ? {} : { from }) };
  const dump = await namingLate(file, () => dumpOf(bytes, options, io));
  return { dump: json ? dump : dumpInOneLine(dump), minimumStack: null };
}

/** A dump whose names cannot begin a line of their own in a text. */
const dumpInOneLine = ({ readings, ...dump }: Dump): Dump => ({
  ...dump,
  readings: readings.map((reading) => ({
    ...reading,
    label: visibleLine(reading.label),
    processor: inOneLine(reading.processor),
  })),
});

export function operandOf(operand: string | undefined): string {
  if (operand) return operand;
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

/** `work` on the bytes of a core file, which may be larger than memory. */
export async function withBytes<T>(
  operand: string | undefined,
  io: Io,
  work: (bytes: Bytes) => T,
): Promise<T> {
  const text = operandOf(operand);
  if (text === "-")
    return naming("stdin", await io.input().then((all) => () => work(bytesOf(all))));
  let file: number;
  try {
    file = openSync(text, "r");
  } catch (error) {
    throw new RangeError(`${text}: ${reasonOf((error as NodeJS.ErrnoException).code)}`);
  }
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) throw new RangeError(`${text}: ${reasonOf("EISDIR")}`);
    // A pipe has no size and no places: it is read whole.
    const bytes = stat.isFile()
      ? fileBytes(file, stat.size)
      : bytesOf(naming(text, () => readOpen(file)));
    return naming(text, () => work(bytes));
  } finally {
    closeSync(file);
  }
}

const fileBytes = (file: number, length: number): Bytes => {
  const bytes: Bytes = {
    length,
    slice(offset, size) {
      checkWithin(bytes, offset, size);
      const buffer = new Uint8Array(size);
      let read = 0;
      while (read < size) {
        const n = readSync(file, buffer, read, size - read, offset + read);
        if (n === 0) throw new RangeError("the file became shorter while it was read");
        read += n;
      }
      return new DataView(buffer.buffer);
    },
  };
  return bytes;
};
