// How long does it take to count what cannot be enumerated?
import { foldOf } from "../src/algebra/fold.ts";
import { SDM_COMPACTED } from "../src/rules/sdm.ts";
import { symbolicSummary } from "../src/symbolic/summary.ts";
import { measure } from "./runner.mjs";
import { synthetic } from "./synthetic.mjs";

const counted = (name, cpu) => {
  // 61 components and bit 1: 62 positions.
  const fold = foldOf(SDM_COMPACTED.steps(cpu), cpu.xcr0 & ~1n, 1n);
  return {
    name,
    amount: 1,
    unit: "histograms",
    run: () => {
      const { checksum, histogram } = symbolicSummary(fold);
      return `${checksum} ${histogram.size}`;
    },
  };
};

export async function run({ signal }) {
  const results = await measure(
    [
      counted("62 positions, multiples of 8", synthetic(61)),
      counted("62 positions, any size", synthetic(61, 3)),
      counted("32 components, multiples of 8", synthetic(32)),
    ],
    { signal },
  );
  return { question: "symbolic: exact histograms without enumeration", results, ratios: [] };
}
