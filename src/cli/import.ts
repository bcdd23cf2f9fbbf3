/** `xsweep import`: any dump to processor files. */
import { existsSync } from "node:fs";
import { CATALOGUE } from "../catalogue/index.ts";
import { processorJson } from "../read/document/processor-file.ts";
import { distinctProcessors } from "../read/index.ts";
import type { Dump } from "../read/reading.ts";
import { catalogueText } from "../write/text/catalogue.ts";
import { type ImportRow, importRows, importText, notRead } from "../write/text/import.ts";
import { createProcessor, type Processor } from "../xsave/processor.ts";
import type { Command, ExitCode } from "./command.ts";
import { otherwise } from "./cpu.ts";
import { eachFile, filesOf, isSeveral, SHOWN_WHOLE } from "./files.ts";
import type { Flags } from "./flags.ts";
import { noteWarnings, operandInput } from "./input.ts";
import type { Io } from "./io.ts";

export const importCommand: Command = {
  name: "import",
  summary: "any dump, boot log, core file or known processor to processor JSON",
  operands: [
    [
      "[FILE...]",
      "dumps of any format, known by their content, packed too, or folders of them; - for stdin; host; or a CPU",
    ],
  ],
  flags: ["readAs", "from", "all", "importTo", "id", "source"],
  examples: [
    "cpuid -1 -r | xsweep import - | xsweep layout --cpu -",
    "xsweep import dmesg.txt",
    "xsweep import sapphire-rapids > mine.json",
    "xsweep import --json dumps/ > cpus.jsonl",
    "xsweep import --all hybrid-cpuid-r.txt > cores.jsonl",
    "xsweep import dump.txt --to catalogue --id goldmont-plus",
  ],
  async run({ operands, flags, io }) {
    if (isSeveral(operands)) return importFiles(operands, flags, io);
    const { processors, dump } = await processorsIn(operands[0], flags, io);
    if (flags.all) {
      refuseOfOne(flags, "leave --all");
      io.print(processors.map((cpu) => JSON.stringify(processorJson(cpu))).join("\n"));
      return 0;
    }
    const [first] = processors;
    if (!first) return 0;
    noteOthers(processors, io);
    const cpu = called(first, flags);
    if (flags.importTo && dump) io.print(catalogueText(cpu, registersOf(dump, first)));
    else printOne(cpu, flags, io);
    return 0;
  },
};

interface Found {
  readonly processors: readonly Processor[];
  /** Undefined where the operand is the name of a known processor. */
  readonly dump?: Dump;
}

async function processorsIn(
  file: string | undefined,
  flags: Flags,
  io: Io,
  where = "",
): Promise<Found> {
  const known = await knownCpu(file, flags, io);
  if (known) return { processors: [known] };
  // What is printed is JSON in any case: it keeps every character.
  const { dump } = await operandInput(file, { ...flags, json: true }, io, "import");
  noteWarnings(dump, io, where);
  return { processors: distinctProcessors(dump), dump };
}

/** Several files: a table of their processors, or where they are few or --json asks for it a line each. */
async function importFiles(
  operands: readonly (string | undefined)[],
  flags: Flags,
  io: Io,
): Promise<ExitCode> {
  refuseOfOne(flags, "one file, please");
  const given = filesOf(operands);
  const lines = flags.json || flags.all || given.length <= SHOWN_WHOLE;
  const rows: ImportRow[] = [];
  const code = await eachFile(given, io, {
    async read(file, beside) {
      const { processors, dump } = await processorsIn(file, flags, beside, `${file}: `);
      if (!lines) rows.push(...importRows(file, dump?.format ?? "catalogue", processors));
      else {
        if (!flags.all) noteOthers(processors, beside, `${file}: `);
        for (const cpu of flags.all ? processors : processors.slice(0, 1)) {
          beside.print(JSON.stringify(processorJson(cpu)));
        }
      }
      return 0;
    },
    refused(file, why, beside) {
      if (lines) beside.complain(`xsweep: ${file}: ${why}`);
      else rows.push(notRead(file, why));
    },
  });
  if (!lines) io.print(importText(rows, io.tableColumns));
  return code;
}

/** @throws {RangeError} on a flag that is about one processor. */
function refuseOfOne(flags: Flags, mend: string): void {
  const one = (["id", "source", "importTo"] as const).find((name) => flags[name] !== undefined);
  if (one === undefined) return;
  throw new RangeError(`--${one === "importTo" ? "to" : one} is about one processor: ${mend}`);
}

function noteOthers(processors: readonly Processor[], io: Io, where = ""): void {
  if (processors.length < 2) return;
  const ids = processors.map(({ id }) => id).join(", ");
  io.note(
    `xsweep: ${where}${processors.length} distinct processors (${ids}): the first; --all for all`,
  );
}

function printOne(cpu: Processor, { json }: Flags, io: Io): void {
  io.print(JSON.stringify(processorJson(cpu), null, json ? undefined : 2));
}

/** A processor to start one of one's own from: of the catalogue, whole or cut down. */
async function knownCpu(file: string | undefined, flags: Flags, io: Io) {
  if (!file || file === "-" || file === "host" || existsSync(file)) return undefined;
  const cpu = CATALOGUE.find(({ id }) => id === file) ?? (await otherwise(file, flags, io));
  if (cpu === undefined) return undefined;
  for (const flag of ["importTo", "all", "readAs", "from"] as const) {
    if (flags[flag] === undefined) continue;
    const name = flag === "importTo" ? "to" : flag === "readAs" ? "read-as" : flag;
    throw new RangeError(`--${name} is about a dump, and ${file} is a known processor`);
  }
  return cpu;
}

/** `cpu` by the id and the source that the flags give. */
function called(cpu: Processor, { id = cpu.id, source = cpu.source }: Flags): Processor {
  if (id === cpu.id && source === cpu.source) return cpu;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    throw new RangeError(`--id: "${id}" is no id: lower-case words joined by dashes, zen-4`);
  }
  if (source.trim() === "") throw new RangeError("--source: it is empty");
  return createProcessor({ ...cpu, id, source });
}

function registersOf({ readings, format }: Dump, cpu: Processor) {
  const leaf0d = readings.find(({ processor }) => processor === cpu)?.leaf0d;
  if (leaf0d) return leaf0d;
  throw new RangeError(
    `--to catalogue: ${format} has no registers of CPUID leaf 0DH, which the record is made of`,
  );
}
