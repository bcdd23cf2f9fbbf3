/**
 * A processor, as far as the XSAVE area goes: which components it enumerates, where they lie.
 *
 * Plain data, checked once by `createProcessor`; everything above relies on what it refuses.
 */
import {
  EXTENDED_REGION,
  isUser,
  LAST_BIT,
  LEGACY_MASK,
  SIZE_MAX,
  type StateComponent,
} from "./component.ts";
import { checkTypes } from "./field-types.ts";
import { bit, bitsOf, hasBit, hex } from "./mask.ts";
import { shown } from "./options.ts";

export interface Processor {
  /** Lower-case words joined by dashes: `sapphire-rapids`. */
  readonly id: string;
  readonly name: string;
  /** CPUID vendor string, `GenuineIntel`. */
  readonly vendor: string;
  /** Where the registers were read. */
  readonly source: string;
  /** True where no silicon was measured. */
  readonly hypothetical: boolean;
  /** User components that XCR0 can enable. CPUID.0DH.0:EDX:EAX. */
  readonly xcr0: bigint;
  /** Supervisor components that IA32_XSS can enable. CPUID.0DH.1:EDX:ECX. */
  readonly xss: bigint;
  /** CPUID.0DH.1:EAX, where it is known (features.ts says what it is taken for otherwise). */
  readonly eax1?: number | undefined;
  /** Extended components, lowest bit first; also those described but enumerated by neither. */
  readonly components: readonly StateComponent[];
}

/**
 * `cpu`, once it is an object that can be a processor.
 *
 * @throws {TypeError} if it is none: an id, or nothing at all.
 */
export function asProcessor(cpu: Processor): Processor {
  if (typeof cpu === "object" && Array.isArray(cpu?.components)) return cpu;
  throw new TypeError(
    `a processor is an object, as createProcessor and processor("zen-4") give it, not ${shown(cpu)}`,
  );
}

/** Every component that can be enabled: XCR0 | IA32_XSS. `@all` in the MASK grammar. */
export const enumerated = (cpu: Processor): bigint => {
  const { xcr0, xss } = asProcessor(cpu);
  return xcr0 | xss;
};

/** Every component that `cpu` describes, the two legacy ones included. */
export const described = (cpu: Processor): bigint =>
  asProcessor(cpu).components.reduce((mask, component) => mask | bit(component.bit), LEGACY_MASK);

/** `mask` without the supervisor components of `cpu`. */
export const userPart = (cpu: Processor, mask: bigint): bigint =>
  asProcessor(cpu).components.reduce((rest, c) => (c.supervisor ? rest & ~bit(c.bit) : rest), mask);

/** The components of `cpu` that `mask` holds, lowest bit first. */
export function componentsOf(cpu: Processor, mask: bigint): StateComponent[] {
  // By halves: walks ask this of every mask, and a bigint per component is half their time.
  const low = Number(mask & 0xffff_ffffn);
  const high = Number((mask >> 32n) & 0xffff_ffffn);
  const found: StateComponent[] = [];
  for (const component of cpu.components) {
    const { bit: n } = component;
    if (((n < 32 ? low >>> n : high >>> (n - 32)) & 1) === 1) found.push(component);
  }
  return found;
}

/** "2, 5-7, 9": runs of bits, for the messages that list what is known. */
export function bitRanges(mask: bigint): string {
  const runs: [number, number][] = [];
  for (const n of bitsOf(mask)) {
    const run = runs.at(-1);
    if (run?.[1] === n - 1) run[1] = n;
    else runs.push([n, n]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

/**
 * `mask`, once it is known that every bit of it names a component of `cpu`.
 *
 * @throws {TypeError} if `mask` is no bigint.
 * @throws {RangeError} if it is negative or has a bit that names no component, listing those known.
 */
export function checkMask(cpu: Processor, mask: bigint): bigint {
  if (typeof mask !== "bigint") throw new TypeError(`a mask is a bigint, not ${typeof mask}`);
  if (mask < 0n) throw new RangeError(`a mask is not negative: ${mask}`);
  if (hasBit(mask, 63)) {
    throw new RangeError(
      `bit 63 names no state component: it says that an area is compacted (maskOf(xcompBv) leaves it out)`,
    );
  }
  const known = described(cpu);
  const unknown = mask & ~known;
  if (unknown !== 0n) {
    const [one, ...more] = bitsOf(unknown);
    const said = more.length === 0 ? `bit ${one} names` : `bits ${bitRanges(unknown)} name`;
    throw new RangeError(`${said} no state component of ${cpu.id} (known: ${bitRanges(known)})`);
  }
  return mask;
}

/** A component as a caller may give it: false stands for the flags that are left out. */
export type ComponentFields = Pick<StateComponent, "bit" | "name" | "size"> & {
  /** Null makes it a supervisor component; it may be left out where `supervisor` is true. */
  readonly offset?: number | null | undefined;
  readonly supervisor?: boolean | undefined;
  readonly align64?: boolean | undefined;
  readonly xfd?: boolean | undefined;
};

/** A processor as a caller may give it. */
export interface ProcessorFields {
  readonly id: string;
  readonly name: string;
  /** "unknown" where it is left out, as is the source. */
  readonly vendor?: string | undefined;
  readonly source?: string | undefined;
  /** False where it is left out. */
  readonly hypothetical?: boolean | undefined;
  /** All user components, x87 and SSE among them, where it is left out. */
  readonly xcr0?: bigint | undefined;
  /** All supervisor components, where it is left out. */
  readonly xss?: bigint | undefined;
  readonly eax1?: number | undefined;
  readonly components: readonly ComponentFields[];
}

const componentFrom = ({ bit: n, name, size, ...given }: ComponentFields): StateComponent => {
  const { offset = null, supervisor = given.offset === null } = given;
  const { align64 = false, xfd = false } = given;
  return Object.freeze({ bit: n, name, size, offset, supervisor, align64, xfd });
};

/**
 * A processor with its components in ascending order, all checked, and a copy of its own: what was
 * checked once cannot change.
 *
 * @throws {RangeError} naming the component and the rule that it breaks.
 * @throws {TypeError} naming the field that is missing or of another type.
 */
export function createProcessor(fields: ProcessorFields): Processor {
  checkTypes(fields);
  const components = fields.components.map(componentFrom);
  Object.freeze(components.sort((a, b) => a.bit - b.bit));
  const names = new Set(["x87", "sse"]);
  for (const [i, component] of components.entries()) {
    checkComponent(component);
    const name = component.name.toLowerCase();
    if (names.has(name)) throw new RangeError(`two components are named ${component.name}`);
    names.add(name);
    if (components[i - 1]?.bit === component.bit) {
      throw new RangeError(
        `bit ${component.bit} is given to two components: ${components[i - 1]?.name} and ${component.name}`,
      );
    }
  }
  checkOverlap(components);
  checkTotals(components);
  const user = components.reduce((m, c) => (c.supervisor ? m : m | bit(c.bit)), LEGACY_MASK);
  const all = components.reduce((m, c) => m | bit(c.bit), LEGACY_MASK);
  const { vendor = "unknown", source = "unknown", hypothetical = false } = fields;
  const { xcr0 = user, xss = all & ~user, eax1 } = fields;
  const cpu: Processor = Object.freeze({
    id: fields.id,
    name: fields.name,
    vendor,
    source,
    hypothetical,
    xcr0,
    xss,
    ...(eax1 === undefined ? {} : { eax1 }),
    components,
  });
  checkEnumerated("xcr0", xcr0, "user", user);
  checkEnumerated("xss", xss, "supervisor", all & ~user);
  checkFeatures(cpu);
  return cpu;
}

function checkComponent({ bit: n, name, size, offset, supervisor }: StateComponent): void {
  checkName(name);
  if (!Number.isInteger(n) || n < 2 || n > LAST_BIT) {
    throw new RangeError(`${name}: bit ${n} is outside 2..${LAST_BIT}`);
  }
  if (!Number.isInteger(size) || size < 1 || size > SIZE_MAX) {
    throw new RangeError(`${name}: size ${size} is no integer in 1..2^31-1`);
  }
  if (supervisor && offset !== null) {
    throw new RangeError(
      `${name}: a supervisor component has no standard-format offset (say null, not ${offset})`,
    );
  }
  if (!supervisor && offset === null) {
    throw new RangeError(`${name}: a user component needs its standard-format offset, not null`);
  }
  if (offset !== null && (!Number.isInteger(offset) || offset < EXTENDED_REGION)) {
    throw new RangeError(`${name}: offset ${offset} is no integer from ${EXTENDED_REGION} on`);
  }
}

/**
 * Names that a mask can be written with: `+`, `-`, `,` and `@` have a meaning there, `:` in a
 * processor that is cut down.
 */
function checkName(name: string): void {
  if (typeof name === "string" && /^(?![-\d\s])[^+,:@]*[^+,:@\s]$/.test(name)) return;
  throw new RangeError(
    `${JSON.stringify(name)} is no name of a component: no + , : @, no digit or dash in front`,
  );
}

/** No two user components share a byte of the standard format (SDM1 13.4.3). */
function checkOverlap(components: readonly StateComponent[]): void {
  const placed = components.filter(isUser).sort((a, b) => a.offset - b.offset);
  for (const [i, next] of placed.entries()) {
    const before = placed[i - 1];
    if (before && before.offset + before.size > next.offset) {
      throw new RangeError(
        `${before.name} (${before.offset}..${before.offset + before.size}) and ${next.name} (from ${next.offset}) overlap in the standard format`,
      );
    }
  }
}

function checkTotals(components: readonly StateComponent[]): void {
  let compacted = EXTENDED_REGION;
  for (const { name, size, offset, align64 } of components) {
    compacted = (align64 ? Math.ceil(compacted / 64) * 64 : compacted) + size;
    if (compacted > SIZE_MAX || (offset ?? 0) + size > SIZE_MAX) {
      throw new RangeError(`the total with ${name} is over 2^31-1 bytes`);
    }
  }
}

function checkEnumerated(register: string, mask: bigint, kind: string, known: bigint): void {
  if (mask < 0n) throw new RangeError(`${register} ${mask} is negative`);
  const unknown = mask & ~known;
  if (unknown !== 0n) {
    throw new RangeError(
      `${register} ${hex(mask)} has bits that no ${kind} component describes (${bitRanges(unknown)})`,
    );
  }
}

/** XSAVEOPT, XSAVEC, XGETBV1, XSAVES, XFD: bits 0 to 4 of 0DH.1:EAX. */
function checkFeatures({ eax1 }: Processor): void {
  if (eax1 === undefined) return;
  if (!Number.isInteger(eax1) || eax1 < 0 || eax1 > 0x1f) {
    throw new RangeError(
      `eax1 ${eax1} has more than bits 0 to 4 (XSAVEOPT, XSAVEC, XGETBV1, XSAVES, XFD)`,
    );
  }
}
