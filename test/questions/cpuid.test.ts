import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { cpuidLeaf, cpuidTotals } from "../../src/questions/cpuid.ts";
import { legalCount, legalMasks } from "../../src/questions/legal-masks.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import { enumerated } from "../../src/xsave/processor.ts";
import { restrict } from "../../src/xsave/restrict.ts";
import { synthetic } from "../processors.ts";

const subsets = (universe: bigint): bigint[] =>
  Array.from({ length: 2 ** popcount(universe) }, (_, i) => subsetAt(universe, BigInt(i)));

test("the legal masks are those that pass one by one, ascending, over the catalogue 12,122", () => {
  let all = 0;
  for (const cpu of CATALOGUE) {
    const universe = enumerated(cpu);
    const passed: bigint[] = [];
    // A row about XCR0 is judged once for all parts of IA32_XSS.
    const users = new Set(subsets(cpu.xcr0).filter((mask) => isLegal(cpu, mask)));
    for (const mask of subsets(universe)) if (users.has(mask & cpu.xcr0)) passed.push(mask);
    const listed = [...legalMasks(cpu)];
    const i = listed.findIndex((mask, at) => mask !== passed[at]);
    if (i >= 0) throw new Error(`${cpu.id}: ${hex(listed[i] ?? 0n)}, not ${hex(passed[i] ?? 0n)}`);
    expect([cpu.id, listed.length, legalCount(cpu)]).toEqual([
      cpu.id,
      passed.length,
      BigInt(passed.length),
    ]);
    all += listed.length;
  }
  expect(all).toBe(12_122);
});

test("the legal masks of 61 components begin at once", () => {
  expect(legalMasks(synthetic(61)).next().value).toBe(1n);
  expect(() => cpuidTotals(synthetic(61))).toThrow(/legal settings, too many to list/);
});

test("Sapphire Rapids without AMX: 2696 bytes, no XFD, no sub-leaf 17 or 18", () => {
  const cut = restrict(processor("sapphire-rapids"), 0x2e7n);
  const { subleaves } = cpuidLeaf(cut, { xss: 0n });
  expect(subleaves.map(({ subleaf }) => subleaf)).toEqual([0, 1, 2, 5, 6, 7, 9]);
  expect(subleaves[0]).toEqual({ subleaf: 0, eax: 0x2e7, ebx: 2696, ecx: 2696, edx: 0 });
  expect(subleaves[1]).toEqual({ subleaf: 1, eax: 0xf, ebx: 2440, ecx: 0, edx: 0 });
});

test("EBX follows the registers, ECX does not; nothing compacted, no total of it", () => {
  const zen = cpuidLeaf(processor("zen-4"), { xcr0: 0x7n, xss: 0x800n }).subleaves;
  expect([zen[0]?.ebx, zen[0]?.ecx, zen[1]?.ebx]).toEqual([832, 2440, 848]);
  expect(cpuidLeaf(processor("haswell")).subleaves[1]).toMatchObject({ eax: 1, ebx: 0 });
});

test("the upper half of XCR0 is in EDX; IA32_XSS is 0 where none is said", () => {
  const { subleaves } = cpuidLeaf(processor("bulldozer"));
  expect([subleaves[0]?.eax, subleaves[0]?.edx]).toEqual([7, 0x4000_0000]);
  const of = (xss?: bigint) => cpuidLeaf(processor("zen-4"), { xss }).subleaves[1]?.ebx;
  expect([of(), of(0n), of(0x1800n)]).toEqual([2440, 2440, 2480]);
});

test("what the registers cannot hold is refused with the reason", () => {
  const zen = processor("zen-4");
  expect(() => cpuidLeaf(zen, { xcr0: 0x20n })).toThrow(/0x20 is refused by XSETBV: x87/);
  expect(() => cpuidLeaf(zen, { xcr0: 0x807n })).toThrow(/bit 11 is of IA32_XSS, not of XCR0/);
  expect(() => cpuidLeaf(zen, { xss: 0x4n })).toThrow(/has no bit 2/);
});

test("every setting is what the leaf says for it", () => {
  const cpu = processor("sapphire-rapids");
  const rows = cpuidTotals(cpu);
  expect(BigInt(rows.length)).toBe(legalCount(cpu));
  for (const { xcr0, xss, ebx0, ebx1 } of rows) {
    const [zero, one] = cpuidLeaf(cpu, { xcr0, xss }).subleaves;
    if (zero?.ebx !== ebx0 || one?.ebx !== ebx1) throw new Error(`${hex(xcr0)} ${hex(xss)}`);
  }
});
