/** From the words of the command line to processors, rules and masks, each error naming its flag. */
import leven from "leven";
import { CATALOGUE } from "../catalogue/index.ts";
import { readHost } from "../host/index.ts";
import { readRule } from "../read/document/rule-file.ts";
import { distinctProcessors, readDump } from "../read/index.ts";
import type { Dump } from "../read/reading.ts";
import { RULES } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { visibleLine } from "../write/text/visible.ts";
import { NAMED } from "../xsave/legality.ts";
import { namesOf, parseMask, readMask, unknownPart } from "../xsave/mask-grammar.ts";
import { checkMask, described, type Processor } from "../xsave/processor.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { readFile } from "./read-file.ts";

/** `work()`, with `argument: ` before the message of any error. */
export function naming<T>(argument: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      error.message = `${argument}: ${error.message}`;
    }
    throw error;
  }
}

/** What a name is beside its numbers: `linux-#-standard`. */
const familyOf = (name: string): string => name.toLowerCase().replaceAll(/\d+(\.\d+)*/g, "#");

/** The known name that `name` is most likely meant to be, as the end of a sentence; else nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const lower = name.toLowerCase();
  // Another number is another thing: linux-6.1 is not meant to be linux-6.16, nor C99 to be C9.
  const family = known.filter((word) => familyOf(word) === familyOf(name));
  if (family.length > 0) return ` (known: ${family.join(", ")})`;
  const scored = known.map((word) => [leven(lower, word.toLowerCase()), word] as const);
  const [distance, best] = scored.sort(([a], [b]) => a - b)[0] ?? [Number.POSITIVE_INFINITY, ""];
  const near = distance <= Math.max(2, Math.floor(name.length / 3));
  return near ? ` (did you mean ${best}?)` : "";
}

/** The item of `all` whose id is `id`. @throws {RangeError} with a suggestion, or with every id. */
export function byId<T extends { readonly id: string }>(
  argument: string,
  id: string,
  all: readonly T[],
): T {
  const found = all.find((item) => item.id === id);
  if (found) return found;
  const ids = all.map((item) => item.id);
  throw new RangeError(
    `${argument}: "${id}" is unknown${didYouMean(id, ids) || ` (known: ${ids.join(", ")})`}`,
  );
}

/** The rules named on the command line, each an id or a rule file, or `otherwise` where none is. */
export const rulesOf = (flags: Flags, otherwise: readonly Rule[]): readonly Rule[] =>
  flags.rule ? flags.rule.map((text) => ruleOf(text, flags)) : otherwise;

/** A named rule, or that of a rule file. */
function ruleOf(text: string, { maxInput }: Flags): Rule {
  // Ids have dots of their own: linux-6.16-standard.
  if (!/[/\\]|\.json$/.test(text)) return byId("--rule", text, RULES);
  const bytes = naming("--rule", () => readFile(text, maxInput));
  return naming(`--rule ${text}`, () => readRule(bytes));
}

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
    const bytes = await io.input();
    return naming("--cpu -", () => oneOf(readDump(bytes, { file: "stdin" }), text, flags, io));
  }
  let bytes: Uint8Array;
  try {
    bytes = naming("--cpu", () => readFile(text, flags.maxInput));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !looksLikePath(text)) return byId("--cpu", text, CATALOGUE);
    throw error;
  }
  return naming(`--cpu ${text}`, () => oneOf(readDump(bytes, { file: text }), text, flags, io));
}

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
const inOneLine = (cpu: Processor): Processor => ({
  ...cpu,
  id: visibleLine(cpu.id),
  name: visibleLine(cpu.name),
  vendor: visibleLine(cpu.vendor),
  source: visibleLine(cpu.source),
  components: cpu.components.map((c) => ({ ...c, name: visibleLine(c.name) })),
});

/** The mask `text` says for `cpu`. @throws {RangeError} naming `argument`, with a suggestion. */
export function maskOf(argument: string, text: string, cpu: Processor): bigint {
  suggestName(argument, text, cpu);
  return naming(argument, () => parseMask(text, cpu));
}

/** As `maskOf`, with components that the architecture names and `cpu` lacks. */
export function maskSaid(argument: string, text: string, cpu: Processor): bigint {
  suggestName(argument, text, cpu);
  return naming(argument, () => {
    const mask = readMask(text, cpu);
    checkMask(cpu, mask & (described(cpu) | ~NAMED));
    return mask;
  });
}

function suggestName(argument: string, text: string, cpu: Processor): void {
  const unknown = unknownPart(text, cpu);
  const meant = unknown ? didYouMean(unknown, [...namesOf(cpu).keys()]) : "";
  if (meant) {
    throw new RangeError(`${argument}: "${unknown}" names no state component of ${cpu.id}${meant}`);
  }
}
