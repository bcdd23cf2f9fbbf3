/** A FILE operand: a path, `-` for stdin, or `host`; as a dump. */
import { minimumStack, readHost } from "../host/index.ts";
import { coreDump } from "../read/elf/core-file.ts";
import type { Dump } from "../read/reading.ts";
import { grouped } from "../write/text/number.ts";
import { visibleLine } from "../write/text/visible.ts";
import { isElfFile, withCore } from "./core-input.ts";
import { inOneLine } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { unpacked } from "./packed.ts";
import { dumpOf } from "./read-aside.ts";
import { readFile } from "./read-file.ts";
import { namingLate } from "./resolve.ts";

export interface OperandInput {
  readonly dump: Dump;
  /** Bytes of the file as it was given; 0 for `host`, which is none. */
  readonly bytes: number;
  /** AT_MINSIGSTKSZ, where the dump is of this machine. */
  readonly minimumStack: number | null;
}

const ELF_CORE = "elf-core";

/** What the operand says. @throws {RangeError} naming it. */
export async function operandInput(
  operand: string | undefined,
  { readAs, from = readAs, maxInput, json }: Flags,
  io: Io,
  command: "explain" | "import",
): Promise<OperandInput> {
  const text = operandOf(operand);
  if (text === "host") {
    const { dump, by } = readHost();
    io.note(`xsweep: host: read from ${by}`);
    return { dump: json ? dump : dumpInOneLine(dump), bytes: 0, minimumStack: minimumStack() };
  }
  if (text !== "-" && (from === undefined || from === ELF_CORE) && isElfFile(text)) {
    const origin = { format: ELF_CORE, file: text };
    const found = await withCore(text, io, (bytes) => ({
      dump: coreDump(bytes, origin),
      bytes: bytes.length,
    }));
    return { ...found, dump: json ? found.dump : dumpInOneLine(found.dump), minimumStack: null };
  }
  const bytes = text === "-" ? await io.input() : readFile(text, maxInput);
  const file = text === "-" ? "stdin" : text;
  const options = { file, ...(from === undefined ? {} : { from }) };
  const dump = await namingLate(file, async () =>
    dumpOf(await unpacked(bytes, command, maxInput), options, io),
  );
  return { dump: json ? dump : dumpInOneLine(dump), bytes: bytes.length, minimumStack: null };
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

/** A file of thousands of processors has thousands of doubts, which nobody reads. */
const DOUBTS_MAX = 200;

/** The doubts of a dump, to stderr, behind the name of the file where that is one of several. */
export function noteWarnings({ readings, warnings }: Dump, io: Io, file = ""): void {
  const several = readings.length > 1;
  const doubts = [
    ...warnings.map((warning) => ({ ...warning, where: "" })),
    ...readings.flatMap((reading) =>
      reading.warnings.map((warning) => ({
        ...warning,
        where: several ? `${reading.label}: ` : "",
      })),
    ),
  ];
  for (const { name, where, message } of doubts.slice(0, DOUBTS_MAX)) {
    io.note(`xsweep: ${file}${name}: ${where}${message}`);
  }
  const more = doubts.length - DOUBTS_MAX;
  if (more > 0)
    io.note(`xsweep: ${file}${grouped(more)} doubts more: explain --json lists them all`);
}
