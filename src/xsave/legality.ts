/** Which masks software may enable: XCR0 legality, one row per rule. SDM1 13.3, XSETBV. */
import { COMPONENT_NAMES } from "./component.ts";
import { HIGH, highOf, LOW, lowOf, splitter } from "./halves.ts";
import { bit, bitsOf, hex } from "./mask.ts";
import { perProcessor } from "./per-processor.ts";
import {
  bitRanges,
  checkMask,
  described,
  enumerated,
  type Processor,
  userPart,
} from "./processor.ts";

/** A mask obeys the row if it has none of `some`, or all of `needs` and nothing of `without`. */
export interface LegalityRule {
  readonly some: bigint;
  readonly needs?: bigint;
  readonly without?: bigint;
  readonly sentence: string;
}

// biome-ignore format: one rule per line
export const LEGALITY_RULES: readonly LegalityRule[] = [
  { some: ~0n,       needs: 0x1n,     sentence: "x87 (bit 0) must be set in XCR0" },
  { some: bit(2),    needs: bit(1),   sentence: "AVX (2) needs SSE (1)" },
  { some: 0x18n,     needs: 0x18n,    sentence: "BNDREGS (3) and BNDCSR (4) go together" },
  { some: 0xe0n,     needs: 0xe0n,    sentence: "opmask (5), ZMM_Hi256 (6) and Hi16_ZMM (7) go together" },
  { some: 0xe0n,     needs: bit(2),   sentence: "AVX-512 (5-7) needs AVX (2)" },
  { some: 0x60000n,  needs: 0x60000n, sentence: "XTILECFG (17) and XTILEDATA (18) go together" },
  { some: bit(19),   without: 0x18n,  sentence: "APX (19) and MPX (3, 4) share bytes 960..1087 and exclude each other" },
];

/**
 * Why `mask` cannot be enabled on `cpu`, a sentence a broken rule; empty if it is legal: its user
 * part is a legal XCR0 of `cpu`, its supervisor part any subset of IA32_XSS.
 *
 * @throws {RangeError} if a bit of `mask` names no component of `cpu`.
 */
export function illegalities(cpu: Processor, mask: bigint): string[] {
  checkMask(cpu, mask);
  const user = userPart(cpu, mask);
  const broken = LEGALITY_RULES.filter((rule) => !obeys(user, rule)).map((rule) => rule.sentence);
  return [...broken, ...beyondRegisters(cpu, mask)];
}

/** Components that `cpu` describes, but that its registers do not offer. */
function beyondRegisters(cpu: Processor, mask: bigint): string[] {
  const user = userPart(cpu, mask);
  const broken: string[] = [];
  for (const [part, register, name] of [
    [user, cpu.xcr0, "XCR0"],
    [mask & ~user, cpu.xss, "IA32_XSS"],
  ] as const) {
    const beyond = part & ~register;
    if (beyond !== 0n) {
      broken.push(
        `${name} of ${cpu.id} (${hex(register)}) does not enumerate bit ${bitRanges(beyond)}`,
      );
    }
  }
  return broken;
}

/** Components that only IA32_XSS can hold. SDM1 13.1, table 13-1 and the text below it. */
export const SUPERVISOR = 0x1fd00n;

/** Every component that the architecture names. */
export const NAMED = [...COMPONENT_NAMES.keys()].reduce((mask, n) => mask | bit(n), 0n);

/**
 * Why `mask` cannot be enabled on `cpu`, as `illegalities`, where it may hold components that the
 * architecture names and `cpu` lacks: every one of them is a reason. With `strict` it is an XCR0 and
 * nothing else, so that a supervisor component is a reason too.
 *
 * @throws {RangeError} if a bit of `mask` names no component of `cpu` nor of the architecture.
 */
export function reasonsAgainst(cpu: Processor, mask: bigint, strict: boolean): string[] {
  const known = described(cpu);
  const lacking = mask & ~known;
  checkMask(cpu, mask & ~(lacking & NAMED));
  const ours = mask & known & ~userPart(cpu, mask & known);
  const missing = lacking & ~SUPERVISOR;
  const supervisor = (lacking & SUPERVISOR) | (strict || lacking !== 0n ? ours : 0n);
  const broken = LEGALITY_RULES.filter((rule) => !obeys(mask & ~ours & ~SUPERVISOR, rule));
  return [
    ...(missing === 0n
      ? []
      : [
          `${listed(cpu, missing)} ${isOne(missing) ? "is" : "are"} not enumerated by ${cpu.id}: XSETBV faults`,
        ]),
    ...(supervisor === 0n
      ? []
      : [
          `${listed(cpu, supervisor)} ${isOne(supervisor) ? "is a supervisor component" : "are supervisor components"} (IA32_XSS): in XCR0 XSETBV faults`,
        ]),
    ...broken.map(({ sentence }) => sentence),
    ...beyondRegisters(cpu, mask & known),
  ];
}

const isOne = (mask: bigint): boolean => (mask & (mask - 1n)) === 0n;

/** "BNDREGS (3), BNDCSR (4)". */
const listed = (cpu: Processor, mask: bigint): string =>
  bitsOf(mask)
    .map((n) => {
      const own = cpu.components.find((component) => component.bit === n);
      return `${own?.name ?? COMPONENT_NAMES.get(n)} (${n})`;
    })
    .join(", ");

/** True if the user part of a mask obeys the row. */
export const obeys = (user: bigint, { some, needs = 0n, without = 0n }: LegalityRule): boolean =>
  // The first row applies even to the empty mask: XSETBV faults unless bit 0 is set.
  ((user & some) === 0n && some !== ~0n) || ((user & needs) === needs && (user & without) === 0n);

/**
 * True if `mask` can be enabled on `cpu`: its user part by XSETBV, the rest by IA32_XSS. SDM1 13.3.
 *
 * @throws {TypeError} if `mask` is no bigint.
 * @throws {RangeError} if a bit of `mask` names no component of `cpu`.
 */
export const isLegal = (cpu: Processor, mask: bigint): boolean => legality(cpu)(mask);

const legality = /* @__PURE__ */ perProcessor(
  legalityOf,
  (cpu) => (mask) => illegalities(cpu, mask).length === 0,
);

/** The rows of LEGALITY_RULES as numbers, on the low halves of masks, where they all lie. */
function legalityOf(cpu: Processor): (mask: bigint) => boolean {
  const known = described(cpu);
  const user = lowOf(userPart(cpu, known));
  const beyond = known & ~enumerated(cpu);
  const beyondLow = lowOf(beyond);
  const beyondHigh = highOf(beyond);
  const always = LEGALITY_RULES.find(({ some }) => some === ~0n)?.needs ?? 0n;
  const must = lowOf(always);
  const rows = LEGALITY_RULES.filter(({ some }) => some !== ~0n && (some & known) !== 0n);
  const numbers = Int32Array.from(
    rows.flatMap(({ some, needs = 0n, without = 0n }) => [some, needs, without].map(lowOf)),
  );
  const end = numbers.length;
  const split = splitter(cpu);
  return (mask) => {
    const halves = split(mask);
    const lo = halves[LOW] as number;
    const hi = halves[HIGH] as number;
    if (((lo & beyondLow) | (hi & beyondHigh)) !== 0) return false;
    const ours = lo & user;
    if ((ours & must) !== must) return false;
    for (let i = 0; i < end; i += 3) {
      if ((ours & (numbers[i] as number)) === 0) continue;
      const needs = numbers[i + 1] as number;
      if ((ours & needs) !== needs || (ours & (numbers[i + 2] as number)) !== 0) return false;
    }
    return true;
  };
}
