// How fast are two rules compared, mask by mask and by counting?

import { foldOf } from "../src/algebra/fold.ts";
import { CATALOGUE } from "../src/catalogue/index.ts";
import { createComparison } from "../src/exhaustive/compare.ts";
import { rule } from "../src/rules/index.ts";
import { matrix } from "../src/sweep/matrix.ts";
import { symbolicDifference } from "../src/symbolic/count-difference.ts";
import { measure } from "./runner.mjs";
import { synthetic } from "./synthetic.mjs";

const RULES = ["kvm-5.16-compacted", "sdm-compacted"].map(rule);

const foldsOf = (cpu, universe, fixed) =>
  RULES.map(({ steps }) => foldOf(steps(cpu), universe, fixed));

function exhaustive(log2) {
  const cpu = synthetic(log2);
  const comparison = createComparison(...foldsOf(cpu, cpu.xcr0 & ~3n, 3n));
  return {
    name: `two rules on 2^${log2} masks, one thread`,
    amount: 2 ** log2,
    unit: "masks",
    run: () => comparison.difference(0, 2 ** log2).differ,
  };
}

function symbolic(count) {
  const cpu = synthetic(count);
  const folds = foldsOf(cpu, cpu.xcr0 & ~1n, 1n);
  return {
    name: `two rules on 2^${count + 1} masks, counted`,
    amount: 1,
    unit: "comparisons",
    run: () => symbolicDifference(...folds).differ,
  };
}

export async function run({ signal }) {
  const quick = await measure([exhaustive(24), symbolic(61)], { signal });
  const slow = await measure(
    [
      exhaustive(32),
      {
        name: "every rule on every processor of the catalogue",
        amount: 1,
        unit: "matrices",
        run: async () => {
          const rows = await matrix(CATALOGUE);
          return rows.flatMap((row) => row.reports).reduce((sum, { differ }) => sum + differ, 0n);
        },
      },
    ],
    { rounds: 3, time: 1, signal },
  );
  return { question: "difference: two rules, compared", results: [...quick, ...slow], ratios: [] };
}
