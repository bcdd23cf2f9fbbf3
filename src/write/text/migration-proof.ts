/** Every image on every configuration, counted, for people. */
import type { MigrationProof, ProvedFormat } from "../../questions/migration-proof.ts";
import type { ProofMethod } from "../../questions/xsaves-proof.ts";
import { hex } from "../../xsave/mask.ts";
import { type PairProof, provedTotals } from "../json/migration-proof.ts";
import type { Sheet } from "../sheet.ts";
import { grouped } from "./number.ts";
import { sheetTable } from "./table.ts";
import { wrap } from "./wrap.ts";

export function proofText(
  proofs: readonly PairProof[],
  how: ProofMethod,
  columns: number,
  tableColumns: number,
): string {
  const { cases, xsaves } = provedTotals(proofs);
  const [only, ...more] = proofs;
  const pairs = more.length > 0 || !only ? `${grouped(proofs.length)} pairs` : pairOf(only);
  const title = `${pairs}: ${grouped(cases)} images and configurations, each decided in both formats: every legal XCR0, every XSTATE_BV within it, every legal XCR0 of the other; IA32_XSS = 0`;
  return [
    wrap(title, columns, " ").join("\n"),
    sheetTable(proofSheet(proofs), tableColumns),
    ...(more.length > 0 ? [pairsText(proofs)] : []),
    ...witnesses(proofs),
    ...xsavesText(proofs, xsaves, how, columns),
  ].join("\n\n");
}

/** A row per format: the counts of all pairs together. */
export function proofSheet(proofs: readonly PairProof[]): Sheet {
  const { standard, compacted } = provedTotals(proofs);
  return {
    align: ["left", "right", "right", "right"],
    heads: ["IMAGE", "FINE", "WRONG REGISTERS", "FAULT"],
    rows: [["standard", standard] as const, ["compacted", compacted] as const].map(
      ([name, { fine, wrong, faults }]) => [name, ...[fine, wrong, faults].map(String)],
    ),
  };
}

const pairOf = ({ from, to }: MigrationProof): string => `${from.id} to ${to.id}`;

/** How many pairs have no wrong image, and no fault either. */
function pairsText(proofs: readonly PairProof[]): string {
  const of = (holds: (one: ProvedFormat) => boolean, format: "standard" | "compacted") =>
    grouped(proofs.filter((proof) => holds(proof[format])).length);
  const never = ({ wrong }: ProvedFormat) => wrong === 0n;
  return [
    `pairs where no standard image loads wrong registers: ${of(never, "standard")} of ${grouped(proofs.length)}`,
    `pairs where no compacted image loads wrong registers: ${of(never, "compacted")} of ${grouped(proofs.length)}`,
  ].join("\n");
}

/** The first pair and case with wrong registers, as the command that explains it. */
function witnesses(proofs: readonly PairProof[]): string[] {
  return (["standard", "compacted"] as const).flatMap((format) => {
    const proof = proofs.find((one) => one[format].firstWrong !== null);
    const first = proof?.[format].firstWrong;
    if (!proof || !first) return [];
    const xcompBv = format === "compacted" ? ` --xcomp-bv ${hex(first.mask | (1n << 63n))}` : "";
    return [
      `first ${format} image with wrong registers: xsweep xrstor --cpu ${proof.to.id} --from ${proof.from.id} --xcr0 ${hex(first.xcr0)} --xstate-bv ${hex(first.xstateBv)}${xcompBv}`,
    ];
  });
}

/** Images of XSAVES, with every IA32_XSS on either side; nothing where no pair has it. */
function xsavesText(
  proofs: readonly PairProof[],
  { pairs, cases, fine, wrong, faults }: ReturnType<typeof provedTotals>["xsaves"],
  how: ProofMethod,
  columns: number,
): string[] {
  if (pairs === 0) return ["no XSAVES on both: no image has a part of IA32_XSS"];
  const decided = how === "literal" ? "decided one by one" : "counted by factors";
  const of = proofs.length > 1 ? `, ${grouped(pairs)} pairs that both have it` : "";
  const text = `with IA32_XSS, images of XSAVES${of}: ${grouped(cases)} images and configurations, ${decided}: ${grouped(fine)} fine, ${grouped(wrong)} load wrong registers, ${grouped(faults)} fault`;
  const proof = proofs.find(({ xsaves }) => xsaves?.firstWrong);
  const first = proof?.xsaves?.firstWrong;
  return [
    wrap(text, columns, " ").join("\n"),
    ...(proof && first
      ? [
          `first of them with wrong registers: xsweep xrstor --op xrstors --cpu ${proof.to.id} --from ${proof.from.id} --xcr0 ${hex(first.xcr0)} --xss ${hex(first.xss)} --xstate-bv ${hex(first.xstateBv)} --xcomp-bv ${hex(first.mask | (1n << 63n))}`,
        ]
      : []),
  ];
}
