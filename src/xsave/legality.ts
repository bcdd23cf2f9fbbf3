/** Which masks software may enable: XCR0 legality, one row a rule. SDM1 13.3, XSETBV. */
import { bit, hex } from "./mask.ts";
import { bitRanges, checkMask, type Processor, userPart } from "./processor.ts";

/** A mask obeys the row if it has none of `some`, or all of `needs` and nothing of `without`. */
export interface LegalityRule {
  readonly some: bigint;
  readonly needs?: bigint;
  readonly without?: bigint;
  readonly sentence: string;
}

// biome-ignore format: one rule a line
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

/** True if the user part of a mask obeys the row. */
export const obeys = (user: bigint, { some, needs = 0n, without = 0n }: LegalityRule): boolean =>
  // The first row applies even to the empty mask: XSETBV faults unless bit 0 is set.
  ((user & some) === 0n && some !== ~0n) || ((user & needs) === needs && (user & without) === 0n);

/** True if `mask` can be enabled on `cpu`. */
export const isLegal = (cpu: Processor, mask: bigint): boolean =>
  illegalities(cpu, mask).length === 0;
