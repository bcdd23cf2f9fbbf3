/** The document "xsweep/migration-proof@1". */
import type { MigrationProof, ProofCase, ProvedFormat } from "../../questions/migration-proof.ts";
import { hex } from "../../xsave/mask.ts";

const formatsOf = ({ standard, compacted }: MigrationProof) => [standard, compacted] as const;

/** The counts of all pairs together. */
export const provedTotals = (proofs: readonly MigrationProof[]) => {
  const [standard, compacted] = ([0, 1] as const).map((which) => {
    const sum = (key: "fine" | "wrong" | "faults") =>
      proofs.reduce((n, proof) => n + formatsOf(proof)[which][key], 0n);
    return { fine: sum("fine"), wrong: sum("wrong"), faults: sum("faults") };
  });
  return {
    cases: proofs.reduce((n, { cases }) => n + cases, 0n),
    standard: standard as Counts,
    compacted: compacted as Counts,
  };
};

type Counts = Pick<ProvedFormat, "fine" | "wrong" | "faults">;

export function proofJson(proofs: readonly MigrationProof[]): object {
  const { cases, standard, compacted } = provedTotals(proofs);
  return {
    schema: "xsweep/migration-proof@1",
    xss: "0x0",
    cases: `${cases}`,
    standard: countsJson(standard),
    compacted: countsJson(compacted),
    pairs: proofs.map((proof) => ({
      from: proof.from.id,
      to: proof.to.id,
      masks: proof.masks,
      configurations: proof.configurations,
      cases: `${proof.cases}`,
      standard: formatJson(proof.standard),
      compacted: formatJson(proof.compacted),
    })),
  };
}

const countsJson = ({ fine, wrong, faults }: Counts) => ({
  ...{ fine: `${fine}`, wrong: `${wrong}`, faults: `${faults}` },
});

const formatJson = (one: ProvedFormat) => ({
  ...countsJson(one),
  firstWrong: caseJson(one.firstWrong),
  firstFault: caseJson(one.firstFault),
});

const caseJson = (one: ProofCase | null) =>
  one && { xcr0: hex(one.xcr0), mask: hex(one.mask), xstateBv: hex(one.xstateBv) };
