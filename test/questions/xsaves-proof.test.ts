/** IA32_XSS by factors against the literal sweep, and that against XRSTORS case by case. */
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { legalMasks } from "../../src/questions/legal-masks.ts";
import { proposed } from "../../src/questions/proposal.ts";
import { parseAddition } from "../../src/questions/proposal-grammar.ts";
import { xrstor } from "../../src/questions/xrstor.ts";
import { type XsavesCase, xsavesProof } from "../../src/questions/xsaves-proof.ts";
import { COMPACTED_FLAG } from "../../src/xsave/area.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import type { Processor } from "../../src/xsave/processor.ts";
import { restrict } from "../../src/xsave/restrict.ts";

const subsets = (mask: bigint): bigint[] =>
  Array.from({ length: 2 ** popcount(mask) }, (_, i) => subsetAt(mask, BigInt(i)));
const words = (one: XsavesCase | null) =>
  one === null ? "" : [one.xcr0, one.xss, one.mask, one.xstateBv].map(hex).join(" ");

/** As Zen 3, and a component of another size in IA32_XSS: what lies behind it moves. */
const LARGER = proposed(processor("zen-3"), {
  ...{ add: [parseAddition("16:24:supervisor")], remove: [] },
  resize: [{ bit: 11, size: 40 }],
});

test.each<readonly [string, Processor, Processor]>([
  ["skylake-client to zen-3", processor("skylake-client"), processor("zen-3")],
  ["zen-3 to one with a larger CET_U", processor("zen-3"), LARGER],
  ["back again", LARGER, processor("zen-3")],
  ["sapphire-rapids in part", restrict(processor("sapphire-rapids"), 0xe07n), processor("zen-3")],
])("%s: the literal sweep is what XRSTORS says of each case", (_, from, to) => {
  const counts = { fine: 0n, wrong: 0n, faults: 0n };
  const first = { fine: "", wrong: "", faults: "" };
  const legal = [...legalMasks(to)].filter((mask) => (mask & to.xss) === 0n);
  for (const xcr0 of legal) {
    for (const xss of subsets(to.xss)) {
      const registers = { op: "xrstors", xcr0, xss, rfbm: COMPACTED_FLAG - 1n } as const;
      for (const mask of legalMasks(from)) {
        for (const xstateBv of subsets(mask)) {
          const image = { xstateBv, xcompBv: COMPACTED_FLAG | mask };
          const { fault, components } = xrstor(to, image, registers, from);
          const what = fault ? "faults" : components.some(({ wrong }) => wrong) ? "wrong" : "fine";
          counts[what]++;
          first[what] ||= words({ xcr0, xss, mask, xstateBv });
        }
      }
    }
  }
  const proof = xsavesProof(from, to, "literal");
  expect(proof).toMatchObject({ ...counts, cases: counts.fine + counts.wrong + counts.faults });
  expect([words(proof?.firstWrong ?? null), words(proof?.firstFault ?? null)]).toEqual([
    first.wrong,
    first.faults,
  ]);
});

test.each([
  ["zen-3", "zen-4"],
  ["zen-4", "zen-3"],
  ["ice-lake-sp", "tiger-lake"],
  ["tiger-lake", "zen-4"],
  ["comet-lake-h", "zen-2"],
])("five pairs: %s to %s by factors is the literal sweep", (a, b) => {
  const [from, to] = [processor(a), processor(b)];
  const proof = xsavesProof(from, to);
  expect(proof?.cases).toBeGreaterThan(1000n);
  expect(proof).toEqual(xsavesProof(from, to, "literal"));
});

test("and where components of IA32_XSS move", () => {
  for (const [from, to] of [
    [LARGER, processor("zen-4")],
    [processor("zen-4"), LARGER],
  ] as const) {
    const proof = xsavesProof(from, to);
    expect(proof?.wrong).toBeGreaterThan(0n);
    expect(proof).toEqual(xsavesProof(from, to, "literal"));
  }
});

test("no XSAVES, no image; to itself no image is loaded wrongly", () => {
  expect(xsavesProof(processor("haswell"), processor("zen-4"))).toBeNull();
  for (const cpu of CATALOGUE) expect(xsavesProof(cpu, cpu)?.wrong ?? 0n, cpu.id).toBe(0n);
});
