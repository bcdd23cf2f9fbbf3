/**
 * The MASK grammar: `0x602e7`, `0b111`, `7`, `0-2,5-7,9`, `x87+sse+avx512`, `@xcr0`, joined by `+`; a
 * name behind `-` is taken away, from left to right: `@all-pt-lbr`, `0x602e7-pkru`.
 */
import { COMPONENT_GROUPS, COMPONENT_NAMES, LEGACY_MASK } from "./component.ts";
import { bit, bitsOf, hex, MASK_MAX } from "./mask.ts";
import { shown } from "./options.ts";
import { asProcessor, checkMask, enumerated, type Processor } from "./processor.ts";

/** A number or a list, up to the end or to what is taken away from it. */
const VALUE = /^(?:(0x[0-9a-f]+|0b[01]+|\d+)|(\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*))(?=-\D|$)/i;

/** A word of a mask: what it adds or takes away. */
interface Term {
  readonly text: string;
  readonly away: boolean;
  /** Undefined where nothing is called so. */
  readonly mask: bigint | undefined;
}

/**
 * The mask that `text` says, whether or not `cpu` has its bits: names are those of `cpu`, and where
 * `anyName` those of the architecture too.
 *
 * @throws {RangeError} naming the part that is no number, list, name, group or register.
 * @throws {TypeError} if `text` is no text.
 */
export function readMask(cpu: Processor, text: string, anyName = false): bigint {
  if (typeof text !== "string")
    throw new TypeError(`a mask is read from a text, not ${shown(text)}`);
  let mask = 0n;
  for (const term of termsOf(text, cpu)) {
    const bits = term.mask ?? foreign(term, cpu, anyName);
    mask = term.away ? mask & ~bits : mask | bits;
  }
  return mask;
}

/**
 * The mask that `text` says, for `cpu`.
 *
 * @throws {RangeError} naming the part that is no number, list, name, group or register, or the
 *   bits that name no component of `cpu`.
 */
export const parseMask = (cpu: Processor, text: string): bigint =>
  checkMask(cpu, readMask(cpu, text));

/** The first word of `text` that nothing has for a name; undefined if every word is one. */
export const unknownPart = (cpu: Processor, text: string): string | undefined =>
  termsOf(text, cpu).find(
    (term) => term.mask === undefined && /^[a-z@]/i.test(term.text) && !architectural(term.text),
  )?.text;

/** The words of `text`, in order. */
function termsOf(text: string, cpu: Processor): Term[] {
  const names = namesOf(cpu);
  return text
    .trim()
    .split("+")
    .flatMap((part) => partTerms(part.trim(), names));
}

/** The words of a part without `+`: the first is added, those behind a `-` are taken away. */
function partTerms(part: string, names: ReadonlyMap<string, bigint>): Term[] {
  const terms: Term[] = [];
  for (let rest = part, away = false; ; away = true) {
    const [value, number, list] = (away ? null : VALUE.exec(rest)) ?? [];
    const word = value ?? nameAt(rest, names);
    let mask = names.get(word.toLowerCase());
    if (number !== undefined) mask = inRange(BigInt(number), number);
    else if (list !== undefined) mask = listOf(list);
    terms.push({ text: word, away, mask });
    if (word.length === rest.length) return terms;
    rest = rest.slice(word.length + 1);
  }
}

/** The longest known name with which `text` begins, up to a `-`; else its first word, or all of it. */
function nameAt(text: string, names: ReadonlyMap<string, bigint>): string {
  const lower = text.toLowerCase();
  for (let end = lower.length; end > 0; end = lower.lastIndexOf("-", end - 1)) {
    const word = lower.slice(0, end);
    if (names.has(word) || architectural(word)) return text.slice(0, end);
  }
  const dash = text.indexOf("-");
  return dash > 0 && /^[a-z@]/i.test(text) ? text.slice(0, dash) : text;
}

/** A component or group that the architecture names: `AMX (XTILECFG 17, XTILEDATA 18)`. */
function architectural(
  name: string,
): { readonly mask: bigint; readonly words: string } | undefined {
  const lower = name.toLowerCase();
  const group = COMPONENT_GROUPS.get(lower);
  if (group !== undefined) {
    const members = bitsOf(group).map((n) => `${COMPONENT_NAMES.get(n)} ${n}`);
    return { mask: group, words: `${lower.toUpperCase()} (${members.join(", ")})` };
  }
  const found = [...COMPONENT_NAMES].find(([, one]) => one.toLowerCase() === lower);
  return found && { mask: bit(found[0]), words: `${found[1]} (${found[0]})` };
}

/** What a word means that `cpu` has no name for. */
function foreign({ text, away }: Term, cpu: Processor, anyName: boolean): bigint {
  const elsewhere = architectural(text);
  // What is not there is easily taken away.
  if (elsewhere && (away || anyName)) return elsewhere.mask;
  if (elsewhere) throw new RangeError(`${cpu.id} has no ${elsewhere.words}`);
  if (/^-(0x[0-9a-f]+|\d+)$/i.test(text)) throw new RangeError(`a mask is not negative: ${text}`);
  if (away && /^\d/.test(text)) {
    throw new RangeError(`"-${text}": only a name is taken away (5-7 is a range, in lists)`);
  }
  throw new RangeError(
    text === ""
      ? "an empty part names no state component (write 0x7, 0-2,9 or avx+pkru)"
      : `"${text}" names no state component of ${cpu.id} (known: ${[...namesOf(cpu).keys()].join(" ")})`,
  );
}

function inRange(mask: bigint, text: string): bigint {
  if (mask > MASK_MAX) throw new RangeError(`${text} has more than 64 bits`);
  return mask;
}

function listOf(text: string): bigint {
  let mask = 0n;
  for (const item of text.split(",")) {
    const [from = 0, to = from] = item.split("-").map(Number);
    if (from > 63 || to > 63) throw new RangeError(`bit ${Math.max(from, to)} is outside 0..63`);
    if (to < from) throw new RangeError(`${item} runs backwards (write ${to}-${from})`);
    for (let n = from; n <= to; n++) mask |= bit(n);
  }
  return mask;
}

/** Every name that MASK takes for `cpu`, lower case, with its value. Own names win over groups. */
export function namesOf(cpu: Processor): Map<string, bigint> {
  const known = new Set(cpu.components.map((component) => component.bit));
  const groups = [...COMPONENT_GROUPS].filter(([, mask]) =>
    cpu.components.some((component) => (mask & bit(component.bit)) !== 0n),
  );
  const aliases = [...COMPONENT_NAMES].filter(([n]) => known.has(n));
  return new Map([
    ...aliases.map(([n, name]) => [name.toLowerCase(), bit(n)] as const),
    ...groups,
    ...cpu.components.map(({ name, bit: n }) => [name.toLowerCase(), bit(n)] as const),
    ["x87", LEGACY_MASK & 1n],
    ["sse", LEGACY_MASK & 2n],
    ["@xcr0", cpu.xcr0],
    ["@xss", cpu.xss],
    ["@all", enumerated(cpu)],
  ]);
}

/**
 * The components of `mask` by name, `x87+SSE+AVX`; a bit that nothing names as `bit 20`.
 *
 * @throws {TypeError} if `mask` is no bigint; {RangeError} if it is negative.
 */
export function maskNames(cpu: Processor, mask: bigint): string {
  if (typeof mask !== "bigint") throw new TypeError(`a mask is a bigint, not ${typeof mask}`);
  const own = new Map(
    asProcessor(cpu).components.map((component) => [component.bit, component.name]),
  );
  const words = bitsOf(mask).map((n) => own.get(n) ?? COMPONENT_NAMES.get(n) ?? `bit ${n}`);
  return words.join("+") || hex(0n);
}
