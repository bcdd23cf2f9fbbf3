/** What a mask, a byte count or a set of CPU flags can mean, by the processors of the catalogue. */
import { CATALOGUE } from "../catalogue/index.ts";
import { EXTENDED_REGION, type Format } from "../xsave/component.ts";
import { compactedSize, standardSize } from "../xsave/layout.ts";
import { isLegal, LEGALITY_RULES, obeys } from "../xsave/legality.ts";
import { bit, bitsOf, hex } from "../xsave/mask.ts";
import { described, type Processor, userPart } from "../xsave/processor.ts";
import { anyComponent, idList } from "./inference.ts";

const REAL = CATALOGUE.filter(({ hypothetical }) => !hypothetical);

const sizeIn = (format: Format, cpu: Processor, mask: bigint): number =>
  format === "standard" ? standardSize(cpu, mask) : compactedSize(cpu, mask);

/** "2696 bytes (skylake-sp, ...) or 2440 (zen-4, ...)"; null where no processor has all of `mask`. */
export function possibleSizesText(mask: bigint, format: Format): string | null {
  const bySize = new Map<number, string[]>();
  for (const cpu of REAL) {
    if ((mask & ~described(cpu)) !== 0n) continue;
    const size = sizeIn(format, cpu, format === "standard" ? userPart(cpu, mask) : mask);
    bySize.set(size, [...(bySize.get(size) ?? []), cpu.id]);
  }
  const sizes = [...bySize].map(([size, ids]) => `${size} bytes (${idList(ids)})`);
  return sizes.length === 0 ? null : sizes.join(" or ");
}

/** The supervisor components of `mask`, as any processor has them. */
export const supervisorPart = (mask: bigint): bigint =>
  bitsOf(mask).reduce((m, n) => (anyComponent(n)?.supervisor ? m | bit(n) : m), 0n);

/** Why `mask` can be no value of XCR0 on any processor; empty if it can. SDM1 13.3. */
export const againstXcr0 = (mask: bigint): string[] => {
  const supervisor = supervisorPart(mask);
  return [
    ...LEGALITY_RULES.filter((rule) => !obeys(mask & ~supervisor, rule)).map((r) => r.sentence),
    ...(supervisor === 0n ? [] : [`${hex(supervisor)} is of IA32_XSS: XSETBV faults`]),
  ];
};

/** What XCR0 switches together, and IA32_XSS as Linux uses it. SDM1 13.3; xstate.c. */
const TOGETHER: readonly bigint[] = [0x18n, 0xe0n, 0x60000n, 0x1800n];

function atomsOf(mask: bigint): bigint[] {
  const atoms = TOGETHER.filter((group) => (mask & group) === group);
  const rest = atoms.reduce((m, group) => m & ~group, mask);
  return [...atoms, ...bitsOf(rest).map(bit)];
}

function sumsOf(atoms: readonly bigint[], base: bigint): bigint[] {
  let sums = [base];
  for (const atom of atoms) sums = sums.concat(sums.map((sum) => sum | atom));
  return sums;
}

/** The masks that give `bytes` in `format`, each with the processors where it does; smallest first. */
export function masksOfSize(bytes: number, format: Format): [bigint, string[]][] {
  const found = new Map<bigint, string[]>();
  if (bytes < EXTENDED_REGION) return [];
  for (const cpu of REAL) {
    const supervisors = format === "compacted" ? atomsOf(cpu.xss & 0x1c00n) : [];
    const masks = sumsOf([...atomsOf(cpu.xcr0 & ~3n), ...supervisors], 3n);
    for (const mask of masks) {
      if (sizeIn(format, cpu, mask) !== bytes || !isLegal(cpu, mask)) continue;
      found.set(mask, [...(found.get(mask) ?? []), cpu.id]);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}
