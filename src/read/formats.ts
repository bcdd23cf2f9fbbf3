/** Every format, in the order of detection: how its text is known, and what reads it. */

import { bytesOf } from "./bytes.ts";
import { distinct, type Origin, readingsOf } from "./cpuid/logical-processors.ts";
import { blocksOf, speaks } from "./cpuid/rows.ts";
import { parseJson } from "./document/json.ts";
import { processorOfJson } from "./document/processor-file.ts";
import { coreReadings, readCore } from "./elf/core-file.ts";
import { isElf } from "./elf/notes.ts";
import { withCriuMessages } from "./format/criu-messages.ts";
import { DECODED } from "./format/decoded.ts";
import { FIRECRACKER } from "./format/firecracker.ts";
import type { InputFormat } from "./format/format.ts";
import { GRAMMARS, LINUX_ROWS, type NamedGrammar } from "./format/grammars.ts";
import { SGX_REPORT } from "./format/sgx-report.ts";
import { SYSCTL } from "./format/sysctl.ts";
import { AFTER_ALL, BEFORE_ROWS } from "./format/tools.ts";
import { VBOX } from "./format/vbox.ts";
import { LIBVIRT_XML, RJCP_XML } from "./format/xml.ts";
import { type RowFormat, startsWith } from "./input.ts";
import { CRIU_LOG } from "./log/criu.ts";
import { readLog } from "./log/dmesg.ts";
import { speaksOfXsave } from "./log/linux.ts";
import { speaksOfXen } from "./log/xen.ts";
import type { Lists, Reading } from "./reading.ts";

export type { InputFormat } from "./format/format.ts";

const withLists = (origin: Origin, { lists }: { readonly lists?: Lists }): Origin =>
  lists ? { ...origin, lists } : origin;

/** Any other text that tells rows of CPUID: stands beside its reader, as a grammar does. */
const ofRows = (rows: RowFormat): InputFormat => ({
  name: rows.name,
  summary: rows.summary,
  is: rows.is,
  read: (input, origin) => readingsOf(rows.blocks(input), withLists(origin, rows)),
});

/** A format of rows that has a grammar. */
const ofGrammar = (grammar: NamedGrammar): InputFormat => ({
  name: grammar.name,
  summary: grammar.summary,
  is: ({ source }, vaguely) => speaks(grammar, source, vaguely),
  read({ source }, origin) {
    const { readings, warnings } = readingsOf(
      blocksOf(source, grammar),
      withLists(origin, grammar),
    );
    // A mail often has the boot lines beside the dump: they are judged too.
    const logs = speaksOfXsave(source) ? readLog(source, origin).readings : [];
    return { readings: [...readings, ...logs], warnings };
  },
});

const ELF_CORE: InputFormat = {
  name: "elf-core",
  summary: "ELF core files: the XSAVE notes of every thread",
  is: ({ bytes }) => bytes !== null && isElf(bytesOf(bytes)),
  read: ({ bytes, raw }, origin) =>
    coreReadings(readCore(bytesOf(bytes ?? new TextEncoder().encode(raw))), origin),
};

/** A processor file that lost its schema: other JSON is no processor file that lacks one. */
const hasOwnFields = (raw: string): boolean =>
  raw.includes('"xcr0"') && raw.includes('"components"');

const PROCESSOR_JSON: InputFormat = {
  name: "processor-json",
  summary: "xsweep's own processor files, one or JSON Lines",
  is: (input, vaguely) =>
    startsWith(input, "{") &&
    (input.raw.includes('"xsweep/processor@') || (vaguely && hasOwnFields(input.raw))),
  read({ raw }) {
    const lines = raw.split("\n").filter((line) => line.trim() !== "");
    const [first = "", second = ""] = lines.map((line) => line.trim());
    const documents = first.endsWith("}") && second.startsWith("{") ? lines : [raw];
    const readings = documents.map((text, i): Reading => {
      const processor = processorOfJson(parseJson(text));
      const label = documents.length === 1 ? processor.id : `line ${i + 1}`;
      return { label, count: 1, processor, missing: 0n, warnings: [] };
    });
    return { readings: distinct(readings), warnings: [] };
  },
};

const BOOT_LOG: InputFormat = {
  name: "dmesg",
  summary: "Linux boot logs since 2.6.30, and the rows the kernel dumps",
  is: ({ source }) => speaksOfXsave(source) || speaks(LINUX_ROWS, source, false),
  read: ({ source }, origin) => readLog(source, origin),
};

/** Most particular first; what merely mentions a format stands behind what is one. */
export const FORMATS: readonly InputFormat[] = [
  ELF_CORE,
  PROCESSOR_JSON,
  ...[FIRECRACKER, LIBVIRT_XML, RJCP_XML].map(ofRows),
  ...BEFORE_ROWS,
  ...GRAMMARS.map(ofGrammar),
  ...[SYSCTL, VBOX, DECODED, SGX_REPORT].map(ofRows),
  withCriuMessages(ofRows(CRIU_LOG)),
  BOOT_LOG,
  { ...BOOT_LOG, name: "xen", summary: "Xen boot lines", is: ({ source }) => speaksOfXen(source) },
  ...AFTER_ALL,
];
