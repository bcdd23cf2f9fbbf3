/** The processors that --cpu names: of the catalogue, of a file, of stdin, or of this machine. */
import { CATALOGUE } from "../catalogue/index.ts";
import { readHost } from "../host/index.ts";
import { distinctProcessors } from "../read/index.ts";
import type { Dump } from "../read/reading.ts";
import { visibleLine } from "../write/text/visible.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { dumpOf } from "./read-aside.ts";
import { readFile } from "./read-file.ts";
import { byId, naming, namingLate } from "./resolve.ts";

/** The one processor named by --cpu. @throws {RangeError} where none or several are. */
export async function cpuOf(flags: Flags, io: Io): Promise<Processor> {
  const [first, second] = flags.cpu ?? [];
  if (first === undefined) {
    throw new RangeError(
      `--cpu is missing: a processor file or a dump, - for stdin, host, or one of ${CATALOGUE.map((c) => c.id).join(", ")}`,
    );
  }
  if (second !== undefined) throw new RangeError("--cpu: one processor, please, not several");
  if (first === "all") throw new RangeError("--cpu: one processor, please, not all");
  return processorOf(first, flags, io);
}

/** The processors named by --cpu, where `all` is the catalogue. */
export async function cpusOf(flags: Flags, io: Io): Promise<readonly Processor[]> {
  if (flags.cpu?.length === 1 && flags.cpu[0] === "all") return CATALOGUE;
  return [await cpuOf(flags, io)];
}

/** Words of a path rather than of an id: a separator, or an ending. */
const looksLikePath = (text: string): boolean => /[/\\.]/.test(text);

async function processorOf(text: string, flags: Flags, io: Io): Promise<Processor> {
  const known = CATALOGUE.find((cpu) => cpu.id === text);
  if (known) return known;
  if (text === "host") {
    const { dump, by } = naming("--cpu", readHost);
    io.note(`xsweep: --cpu host: read from ${by}`);
    return oneOf(dump, text, flags, io);
  }
  if (text === "-") {
    return dumped(await io.input(), "stdin", text, flags, io);
  }
  let bytes: Uint8Array;
  try {
    bytes = naming("--cpu", () => readFile(text, flags.maxInput));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !looksLikePath(text)) return byId("--cpu", text, CATALOGUE);
    throw error;
  }
  return dumped(bytes, text, text, flags, io);
}

/** The processor in those bytes. */
const dumped = async (bytes: Uint8Array, file: string, text: string, flags: Flags, io: Io) =>
  namingLate(`--cpu ${text}`, async () =>
    oneOf(await dumpOf(bytes, { file }, io), text, flags, io),
  );

/** The processor of a dump; its first where it has several. Doubts about it go to stderr. */
function oneOf(dump: Dump, text: string, { json }: Flags, io: Io): Processor {
  const processors = distinctProcessors(dump);
  const [first] = processors;
  if (!first) throw new RangeError("no processor");
  const doubts = [...dump.warnings, ...(dump.readings[0]?.warnings ?? [])];
  for (const { name, message } of doubts) io.note(`xsweep: --cpu ${text}: ${name}: ${message}`);
  if (processors.length > 1) {
    io.note(
      `xsweep: --cpu ${text}: ${processors.length} distinct processors, the first is taken (${dump.readings[0]?.label}); \`xsweep import --all\` shows them`,
    );
  }
  return json ? first : inOneLine(first);
}

/** A processor whose words cannot begin a line of their own in a text. */
export const inOneLine = (cpu: Processor): Processor => ({
  ...cpu,
  id: visibleLine(cpu.id),
  name: visibleLine(cpu.name),
  vendor: visibleLine(cpu.vendor),
  source: visibleLine(cpu.source),
  components: cpu.components.map((c) => ({ ...c, name: visibleLine(c.name) })),
});
