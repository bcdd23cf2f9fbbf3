/** Every image on every configuration, counted, for people. */
import type { MigrationProof, ProvedFormat } from "../../questions/migration-proof.ts";
import { hex } from "../../xsave/mask.ts";
import { provedTotals } from "../json/migration-proof.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";
import { wrap } from "./wrap.ts";

export function proofText(
  proofs: readonly MigrationProof[],
  columns: number,
  tableColumns: number,
): string {
  const { cases, standard, compacted } = provedTotals(proofs);
  const [only, ...more] = proofs;
  const pairs = more.length > 0 || !only ? `${grouped(proofs.length)} pairs` : pairOf(only);
  const title = `${pairs}: ${grouped(cases)} images and configurations, each decided in both formats: every legal XCR0, every XSTATE_BV within it, every legal XCR0 of the other; IA32_XSS = 0`;
  const rows = [["standard", standard] as const, ["compacted", compacted] as const].map(
    ([name, { fine, wrong, faults }]) => [name, ...[fine, wrong, faults].map(grouped)],
  );
  return [
    wrap(title, columns, " ").join("\n"),
    table(
      ["left", "right", "right", "right"],
      [["IMAGE", "FINE", "WRONG REGISTERS", "FAULT"], ...rows],
      tableColumns,
    ),
    ...(more.length > 0 ? [pairsText(proofs)] : []),
    ...witnesses(proofs),
  ].join("\n\n");
}

const pairOf = ({ from, to }: MigrationProof): string => `${from.id} to ${to.id}`;

/** How many pairs have no wrong image, and no fault either. */
function pairsText(proofs: readonly MigrationProof[]): string {
  const of = (holds: (one: ProvedFormat) => boolean, format: "standard" | "compacted") =>
    grouped(proofs.filter((proof) => holds(proof[format])).length);
  const never = ({ wrong }: ProvedFormat) => wrong === 0n;
  return [
    `pairs where no standard image loads wrong registers: ${of(never, "standard")} of ${grouped(proofs.length)}`,
    `pairs where no compacted image loads wrong registers: ${of(never, "compacted")} of ${grouped(proofs.length)}`,
  ].join("\n");
}

/** The first pair and case with wrong registers, as the command that explains it. */
function witnesses(proofs: readonly MigrationProof[]): string[] {
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
