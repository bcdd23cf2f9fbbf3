/** The sweep over every image and configuration, against XRSTOR one by one and against a count by factors. */
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { migrationProof, type ProofCase } from "../../src/questions/migration-proof.ts";
import { xrstor } from "../../src/questions/xrstor.ts";
import { COMPACTED_FLAG } from "../../src/xsave/area.ts";
import { layout, type Placed } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import type { Processor } from "../../src/xsave/processor.ts";

const subsets = (mask: bigint): bigint[] =>
  Array.from({ length: 2 ** popcount(mask) }, (_, i) => subsetAt(mask, BigInt(i)));
const legal = (cpu: Processor): bigint[] => subsets(cpu.xcr0).filter((mask) => isLegal(cpu, mask));

const FORMATS = ["standard", "compacted"] as const;
const words = (one: ProofCase | null) =>
  one && [one.xcr0, one.mask, one.xstateBv].map(hex).join(" ");

test.each([
  ["ice-lake-sp", "zen-4"],
  ["zen-4", "ice-lake-sp"],
  ["skylake-client", "zen-3"],
  ["zen-2", "zen-3"],
  ["bulldozer", "zen-2-4700s"],
  ["zen-2-4700s", "haswell"],
  ["zen-4", "zen-4"],
])("%s to %s: counts and first witnesses, as XRSTOR says case by case", (a, b) => {
  const [from, to] = [processor(a), processor(b)];
  const proof = migrationProof(from, to);
  for (const format of FORMATS) {
    const counts = { fine: 0n, wrong: 0n, faults: 0n };
    const first = { fine: "", wrong: "", faults: "" };
    for (const xcr0 of legal(to)) {
      for (const mask of legal(from)) {
        for (const xstateBv of subsets(mask)) {
          const xcompBv = format === "standard" ? 0n : COMPACTED_FLAG | mask;
          const registers = { op: "xrstor", xcr0, xss: 0n, rfbm: COMPACTED_FLAG - 1n } as const;
          const { fault, components } = xrstor(to, { xstateBv, xcompBv }, registers, from);
          const wrong = components.some((one) => one.wrong);
          const what = fault ? "faults" : wrong ? "wrong" : "fine";
          counts[what]++;
          first[what] ||= words({ xcr0, mask, xstateBv }) ?? "";
        }
      }
    }
    const { fine, wrong, faults, firstWrong, firstFault } = proof[format];
    expect({ fine, wrong, faults }).toEqual(counts);
    expect([words(firstWrong) ?? "", words(firstFault) ?? ""]).toEqual([first.wrong, first.faults]);
    expect(fine + wrong + faults).toBe(proof.cases);
  }
});

test("always: on every pair of the catalogue, the counts are those that the factors give", () => {
  let cases = 0n;
  const legals = new Map(CATALOGUE.map((cpu) => [cpu, legal(cpu)]));
  const placed = new Map<string, readonly Placed[]>();
  const there = (cpu: Processor, mask: bigint) => {
    const key = `${cpu.id} ${hex(mask)}`;
    const components = placed.get(key) ?? layout(cpu, mask, "compacted").components;
    placed.set(key, components);
    return components;
  };
  const badBits = (theirs: readonly Placed[], mine: readonly Placed[]) =>
    mine
      .filter((one) =>
        theirs.every(
          (own) => own.bit !== one.bit || own.offset !== one.offset || own.size < one.size,
        ),
      )
      .reduce((bits, c) => bits | (1n << BigInt(c.bit)), 0n);
  const count = new Map<bigint, bigint>();
  const power = (mask: bigint) => {
    const known = count.get(mask) ?? 1n << BigInt(popcount(mask));
    count.set(mask, known);
    return known;
  };
  for (const from of CATALOGUE) {
    for (const to of CATALOGUE) {
      const proof = migrationProof(from, to);
      cases += proof.cases;
      for (const format of FORMATS) {
        let [fine, faults, all] = [0n, 0n, 0n];
        const standard = (cpu: Processor) => layout(cpu, cpu.xcr0, "standard").components;
        const fixed = format === "standard" ? badBits(standard(from), standard(to)) : 0n;
        for (const mask of legals.get(from) ?? []) {
          const able = (mask & ~to.xcr0) === 0n;
          const bad =
            format === "standard" || !able ? fixed : badBits(there(from, mask), there(to, mask));
          for (const xcr0 of legals.get(to) ?? []) {
            const size = power(mask);
            all += size;
            if (format === "compacted" && (mask & ~xcr0) !== 0n) {
              faults += size;
              continue;
            }
            faults += size - power(mask & xcr0);
            fine += power(mask & xcr0 & ~bad);
          }
        }
        const said = proof[format];
        if (said.fine !== fine || said.faults !== faults || said.wrong !== all - fine - faults) {
          throw new Error(
            `${from.id} ${to.id} ${format}: ${said.fine} ${said.wrong} ${said.faults}`,
          );
        }
      }
    }
  }
  expect(cases).toBeGreaterThan(4_000_000n);
});

test("to itself, an image faults or is loaded as it was", () => {
  for (const cpu of CATALOGUE) {
    const { standard, compacted } = migrationProof(cpu, cpu);
    expect([standard.wrong, compacted.wrong], cpu.id).toEqual([0n, 0n]);
  }
});
