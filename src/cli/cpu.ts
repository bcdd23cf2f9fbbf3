/** The processors that --cpu names: of the catalogue, of a file, of stdin, or of this machine. */
import { CATALOGUE } from "../catalogue/index.ts";
import { namesOfProcessor, processorsNamed } from "../catalogue/names.ts";
import { readHost } from "../host/index.ts";
import { distinctProcessors } from "../read/index.ts";
import type { Dump } from "../read/reading.ts";
import { visibleLine } from "../write/text/visible.ts";
import { isLegal } from "../xsave/legality.ts";
import { hex } from "../xsave/mask.ts";
import { readMask } from "../xsave/mask-grammar.ts";
import { enumerated, type Processor } from "../xsave/processor.ts";
import { restrict } from "../xsave/restrict.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { unpacked } from "./packed.ts";
import { dumpOf } from "./read-aside.ts";
import { readFile } from "./read-file.ts";
import { didYouMean, naming, namingLate } from "./resolve.ts";

/** The one processor named by --cpu. @throws {RangeError} where none or several are. */
export async function cpuOf(flags: Flags, io: Io): Promise<Processor> {
  const [first, second] = flags.cpu ?? [];
  if (first === undefined) {
    throw new RangeError(
      `--cpu is missing: a processor file or a dump, - for stdin, host, or one of ${CATALOGUE.map((c) => c.id).join(", ")}`,
    );
  }
  if (second !== undefined) throw new RangeError("--cpu: one processor, please, not several");
  if (isAll(first)) throw new RangeError(`--cpu: one processor, please, not ${first}`);
  return processorOf(first, flags, io);
}

/** True for `all`, and for `all:MASK`. */
export const isAll = (text: string | undefined): boolean => /^all(:|$)/i.test(text ?? "");

/**
 * The catalogue, each cut down to MASK where it is `all:MASK`: bits that one of them lacks are passed
 * over, since no mask has them all.
 *
 * @throws {RangeError} if a word of MASK names nothing.
 */
export function catalogueOf(text: string): readonly Processor[] {
  const said = text.slice("all:".length);
  if (!text.includes(":")) return CATALOGUE;
  return CATALOGUE.map((cpu) =>
    restrict(
      cpu,
      naming(`--cpu ${text}`, () => readMask(cpu, said, true)),
    ),
  );
}

/** The processors named by --cpu, where `all` is the catalogue and `all:MASK` cuts it down. */
export async function cpusOf(flags: Flags, io: Io): Promise<readonly Processor[]> {
  const [first = "", second] = flags.cpu ?? [];
  if (second === undefined && isAll(first)) return catalogueOf(first);
  return [await cpuOf(flags, io)];
}

/** Every --cpu, once each, where `all` is the catalogue. @throws {RangeError} where two are called the same. */
export async function eachCpuOf(flags: Flags, io: Io): Promise<readonly Processor[]> {
  if ((flags.cpu?.length ?? 0) < 2) return cpusOf(flags, io);
  const cpus: Processor[] = [];
  for (const cpu of flags.cpu ?? []) cpus.push(await cpuOf({ ...flags, cpu: [cpu] }, io));
  const twice = cpus.find(({ id }, i) => cpus.findIndex((other) => other.id === id) !== i);
  if (twice) throw new RangeError(`--cpu: two processors are called ${twice.id}`);
  return cpus;
}

/** Words of a path rather than of an id: a separator, or an ending. */
const looksLikePath = (text: string): boolean => /[/\\.]/.test(text);

async function processorOf(text: string, flags: Flags, io: Io): Promise<Processor> {
  const exact = CATALOGUE.find((cpu) => cpu.id === text);
  if (exact) return exact;
  if (text === "host") {
    const { dump, by } = naming("--cpu", readHost);
    io.note(`xsweep: --cpu host: read from ${by}`);
    return oneOf(dump, text, flags, io);
  }
  const opened = (bytes: Uint8Array, name: string) =>
    namingLate(`--cpu ${name}`, () => unpacked(bytes, "explain", flags.maxInput));
  if (text === "-") return dumped(await opened(await io.input(), text), "stdin", text, flags, io);
  let bytes: Uint8Array;
  try {
    bytes = naming("--cpu", () => readFile(text, flags.maxInput));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return (await otherwise(text, flags, io)) ?? unknown(text, error);
  }
  return dumped(await opened(bytes, text), text, text, flags, io);
}

/** What `text` names where there is no such file: another name, or CPU:MASK. */
export async function otherwise(
  text: string,
  flags: Flags,
  io: Io,
): Promise<Processor | undefined> {
  const [named, ...more] = processorsNamed(text);
  if (named && more.length > 0) {
    const ids = [named, ...more].map(({ id }) => id).join(", ");
    throw new RangeError(`--cpu: "${text}" is the number of several: ${ids}`);
  }
  if (named) return named;
  const colon = text.lastIndexOf(":");
  if (colon < 1) return undefined;
  const cpu = await processorOf(text.slice(0, colon), flags, io);
  const said = naming(`--cpu ${text}`, () => readMask(cpu, text.slice(colon + 1), true));
  const restricted = restrict(cpu, said);
  const beyond = said & ~(enumerated(cpu) | 3n);
  if (beyond !== 0n) io.note(`xsweep: --cpu ${text}: ${cpu.id} has no ${hex(beyond)}: ignored`);
  if (!isLegal(restricted, restricted.xcr0)) {
    io.note(`xsweep: --cpu ${text}: XSETBV would refuse ${hex(restricted.xcr0)}: taken as it is`);
  }
  return restricted;
}

/** @throws {RangeError} saying what `text` may have been meant for. */
function unknown(text: string, error: unknown): never {
  if (looksLikePath(text)) throw error;
  const ids = CATALOGUE.map(({ id }) => id);
  const meant =
    didYouMean(text, [...ids, ...ids.flatMap((id) => namesOfProcessor(id).aliases)]) ||
    ` (known: ${ids.join(", ")})`;
  throw new RangeError(`--cpu: "${text}" is unknown${meant}`);
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

/** A processor whose words cannot begin a line of their own in a text; frozen, as the given one is. */
export function inOneLine(cpu: Processor): Processor {
  const { id, name, vendor, source } = cpu;
  const words = [id, name, vendor, source, ...cpu.components.map((c) => c.name)];
  if (words.every((word) => visibleLine(word) === word)) return cpu;
  return Object.freeze({
    ...cpu,
    id: visibleLine(id),
    name: visibleLine(name),
    vendor: visibleLine(vendor),
    source: visibleLine(source),
    components: Object.freeze(
      cpu.components.map((c) => Object.freeze({ ...c, name: visibleLine(c.name) })),
    ),
  });
}
