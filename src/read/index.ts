/**
 * The public entry "xsweep/read": any dump, log or core file to processors, by content.
 * Pure and browser-safe; what a file does not carry is never guessed without a named warning.
 */
import { checkOptions, TEXT } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { namesOrRanges } from "./cpuid/leaf0d.ts";
import { layoutKey } from "./cpuid/logical-processors.ts";
import { likenessOf } from "./foreign.ts";
import { FORMATS, type InputFormat } from "./formats.ts";
import { inputOf } from "./input.ts";
import type { Dump } from "./reading.ts";
import type { Warning } from "./warning.ts";

export type { Leaf0D } from "./cpuid/leaf0d.ts";
export { processorJson, readProcessor } from "./document/processor-file.ts";
export { type Image, type ImageOptions, readImages } from "./image/read.ts";
export type { BootLog } from "./log/linux.ts";
export type { Dump, Reading } from "./reading.ts";
export { FORMAT_SAMPLES } from "./samples.ts";
export { WARNING_NAMES, type Warning } from "./warning.ts";

export interface ReadOptions {
  /** The name of a format, where the content is not to decide. */
  readonly from?: string;
  /** What to call the file in the `source` of the processors. */
  readonly file?: string;
}

/** The names that `from` takes, with a line on each. */
export const FORMAT_NAMES: ReadonlyMap<string, string> = new Map(
  FORMATS.map(({ name, summary }) => [name, summary]),
);

/**
 * Everything that a file says: a reading for each distinct processor, boot or thread.
 *
 * @throws {TypeError} if `input` is neither text nor bytes.
 * @throws {RangeError} if it is of no known format, or carries no leaf 0DH and no XSAVE line.
 */
export function readDump(input: string | Uint8Array, options: ReadOptions = {}): Dump {
  if (typeof input !== "string" && !(input instanceof Uint8Array)) {
    throw new TypeError(`a dump is a string or a Uint8Array, not ${typeof input}`);
  }
  checkOptions("readDump", options, { from: TEXT, file: TEXT });
  const decoded = inputOf(input);
  const format = options.from === undefined ? detect(decoded) : byName(options.from);
  const { readings, warnings } = format.read(decoded, {
    format: format.name,
    file: options.file ?? "a dump",
  });
  return { format: format.name, readings, warnings };
}

const detect = (input: ReturnType<typeof inputOf>): InputFormat => {
  const found =
    FORMATS.find((format) => format.is(input, false)) ??
    FORMATS.find((format) => format.is(input, true));
  if (found) return found;
  const empty = input.raw.trim() === "";
  const like = likenessOf(input.raw);
  if (like !== null) throw new RangeError(like);
  throw new RangeError(
    `${empty ? "the file is empty" : "no format is recognised"}: no row of CPUID leaf 0DH and no XSAVE line of a boot log (formats: ${[...FORMAT_NAMES.keys()].join(", ")})`,
  );
};

function byName(name: string): InputFormat {
  const format = FORMATS.find((known) => known.name === name);
  if (format) return format;
  throw new RangeError(`"${name}" names no format (known: ${[...FORMAT_NAMES.keys()].join(", ")})`);
}

export interface Processors {
  readonly format: string;
  /** Distinct ones, in the order of the file; at least one. */
  readonly processors: readonly Processor[];
  readonly warnings: readonly Warning[];
}

/** The processors of a file. @throws {TypeError | RangeError} as `readDump`. */
export function readProcessors(input: string | Uint8Array, options: ReadOptions = {}): Processors {
  const dump = readDump(input, options);
  const several = dump.readings.length > 1;
  return {
    format: dump.format,
    processors: distinctProcessors(dump),
    warnings: [
      ...dump.warnings,
      ...dump.readings.flatMap(({ label, warnings }) =>
        warnings.map(({ name, message }) => ({
          name,
          message: several ? `${label}: ${message}` : message,
        })),
      ),
    ],
  };
}

/**
 * The processors of a dump that differ in registers or components, each with an id of its own. Boot
 * lines beside a dump of the registers are not processors of their own.
 *
 * @throws {RangeError} if the file enumerates no component at all.
 */
export function distinctProcessors({ readings }: Dump): Processor[] {
  const dumped = readings.filter(({ leaf0d }) => leaf0d !== undefined);
  const byLayout = new Map<string, Processor>();
  for (const { processor, missing } of dumped.length > 0 ? dumped : readings) {
    const key = layoutKey(processor);
    if (processor.xcr0 === 0n || byLayout.has(key)) continue;
    // 576 bytes would be a lie: the file enumerates more, and neither it nor the catalogue places it.
    if (processor.components.length === 0 && missing !== 0n) {
      const what = `enumerates ${namesOrRanges(missing)}, but no row describes them and no processor of the catalogue has that XCR0 and size`;
      throw new RangeError(`the file ${what}: dump every sub-leaf (cpuid -1 -r)`);
    }
    byLayout.set(key, numbered(processor, byLayout));
  }
  if (byLayout.size === 0)
    throw new RangeError("no processor: the file names no component of XCR0");
  return [...byLayout.values()];
}

/** A second processor of the same name is told apart by a number. */
function numbered(cpu: Processor, before: ReadonlyMap<string, Processor>): Processor {
  const same = [...before.values()].filter(({ name }) => name === cpu.name).length;
  return same === 0 ? cpu : Object.freeze({ ...cpu, id: `${cpu.id}-${same + 1}` });
}
