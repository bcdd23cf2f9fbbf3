/** The document "xsweep/migration-proof@1". */
import type { MigrationProof, ProofCase, ProvedFormat } from "../../questions/migration-proof.ts";
import type { ProofMethod, XsavesCase, XsavesProof } from "../../questions/xsaves-proof.ts";
import { hex } from "../../xsave/mask.ts";

/** IA32_XSS = 0, and every IA32_XSS where both have XSAVES. */
export type PairProof = MigrationProof & { readonly xsaves: XsavesProof | null };

const formatsOf = ({ standard, compacted }: MigrationProof) => [standard, compacted] as const;

/** The counts of all pairs together. */
export const provedTotals = (proofs: readonly PairProof[]) => {
  const [standard, compacted] = ([0, 1] as const).map((which) => {
    const sum = (key: "fine" | "wrong" | "faults") =>
      proofs.reduce((n, proof) => n + formatsOf(proof)[which][key], 0n);
    return { fine: sum("fine"), wrong: sum("wrong"), faults: sum("faults") };
  });
  const xsaves = proofs.flatMap((one) => one.xsaves ?? []);
  const ofXsaves = (key: "cases" | "fine" | "wrong" | "faults") =>
    xsaves.reduce((n, one) => n + one[key], 0n);
  return {
    cases: proofs.reduce((n, { cases }) => n + cases, 0n),
    xsaves: {
      ...{ pairs: xsaves.length, cases: ofXsaves("cases") },
      ...{ fine: ofXsaves("fine"), wrong: ofXsaves("wrong"), faults: ofXsaves("faults") },
    },
    standard: standard as Counts,
    compacted: compacted as Counts,
  };
};

type Counts = Pick<ProvedFormat, "fine" | "wrong" | "faults">;

export function proofJson(proofs: readonly PairProof[], how: ProofMethod): object {
  const { cases, standard, compacted, xsaves } = provedTotals(proofs);
  return {
    schema: "xsweep/migration-proof@1",
    xss: "0x0",
    cases: `${cases}`,
    standard: countsJson(standard),
    compacted: countsJson(compacted),
    // Every IA32_XSS, images of XSAVES: counts of their own.
    xsaves: { method: how, pairs: xsaves.pairs, cases: `${xsaves.cases}`, ...countsJson(xsaves) },
    pairs: proofs.map(pairProofJson),
  };
}

/** One pair of the document. */
export const pairProofJson = (proof: PairProof): object => ({
  from: proof.from.id,
  to: proof.to.id,
  masks: proof.masks,
  configurations: proof.configurations,
  cases: `${proof.cases}`,
  standard: formatJson(proof.standard),
  compacted: formatJson(proof.compacted),
  xsaves: proof.xsaves && xsavesJson(proof.xsaves),
});

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

const xsavesJson = ({ masks, configurations, cases, ...one }: XsavesProof) => ({
  masks,
  ...{ configurations: `${configurations}`, cases: `${cases}`, ...countsJson(one) },
  firstWrong: xsavesCaseJson(one.firstWrong),
  firstFault: xsavesCaseJson(one.firstFault),
});

const xsavesCaseJson = (one: XsavesCase | null) =>
  one && {
    xcr0: hex(one.xcr0),
    xss: hex(one.xss),
    mask: hex(one.mask),
    xstateBv: hex(one.xstateBv),
  };
