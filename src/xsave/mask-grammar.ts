/** The MASK grammar: `0x602e7`, `0b111`, `7`, `0-2,5-7,9`, `x87+sse+avx512`, `@xcr0`, mixed by `+`. */
import { COMPONENT_GROUPS, COMPONENT_NAMES, LEGACY_MASK } from "./component.ts";
import { bit, bitsOf, hex, MASK_MAX } from "./mask.ts";
import { checkMask, enumerated, type Processor } from "./processor.ts";

const NUMBER = /^(0x[0-9a-f]+|0b[01]+|[0-9]+)$/i;
const LIST = /^\d+(-\d+)?(,\d+(-\d+)?)*$/;

/**
 * The mask that `text` says, whether or not `cpu` has its bits: names are those of `cpu`.
 *
 * @throws {RangeError} naming the part that is no number, list, name, group or register.
 */
export const readMask = (text: string, cpu: Processor): bigint =>
  text
    .trim()
    .split("+")
    .reduce((mask, part) => mask | partOf(part.trim(), cpu), 0n);

/**
 * The mask that `text` says, for `cpu`.
 *
 * @throws {RangeError} naming the part that is no number, list, name, group or register, or the
 *   bits that name no component of `cpu`.
 */
export const parseMask = (text: string, cpu: Processor): bigint =>
  checkMask(cpu, readMask(text, cpu));

/** `AMX (XTILECFG 17, XTILEDATA 18)`, where the architecture knows the name or group. */
function architectural(name: string): string | undefined {
  const group = COMPONENT_GROUPS.get(name);
  if (group !== undefined) {
    const members = [...COMPONENT_NAMES].filter(([n]) => (group & bit(n)) !== 0n);
    return `${name.toUpperCase()} (${members.map(([n, one]) => `${one} ${n}`).join(", ")})`;
  }
  const found = [...COMPONENT_NAMES].find(([, one]) => one.toLowerCase() === name);
  return found && `${found[1]} (${found[0]})`;
}

/** The first word of `text` that nothing has for a name; undefined if every word is one. */
export const unknownPart = (text: string, cpu: Processor): string | undefined =>
  text
    .split("+")
    .map((part) => part.trim())
    .find(
      (part) =>
        /^[a-z@]/i.test(part) &&
        !namesOf(cpu).has(part.toLowerCase()) &&
        architectural(part.toLowerCase()) === undefined,
    );

function partOf(part: string, cpu: Processor): bigint {
  if (NUMBER.test(part)) return inRange(BigInt(part), part);
  if (LIST.test(part)) return listOf(part);
  const name = part.toLowerCase();
  const named = namesOf(cpu).get(name);
  if (named !== undefined) return named;
  const elsewhere = architectural(name);
  if (elsewhere) throw new RangeError(`${cpu.id} has no ${elsewhere}`);
  if (part.startsWith("-") && NUMBER.test(part.slice(1))) {
    throw new RangeError(`a mask is not negative: ${part}`);
  }
  throw new RangeError(
    part === ""
      ? "an empty part names no state component (write 0x7, 0-2,9 or avx+pkru)"
      : `"${part}" names no state component of ${cpu.id} (known: ${[...namesOf(cpu).keys()].join(" ")})`,
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

/** The components of `mask` by name, `x87+SSE+AVX`; a bit that nothing names as `bit 20`. */
export function maskNames(mask: bigint, cpu: Processor): string {
  const own = new Map(cpu.components.map((component) => [component.bit, component.name]));
  const words = bitsOf(mask).map((n) => own.get(n) ?? COMPONENT_NAMES.get(n) ?? `bit ${n}`);
  return words.join("+") || hex(0n);
}
