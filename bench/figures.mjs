// What does each figure cost, and how near is writing every size to the speed of memory?

import { foldOf } from "../src/algebra/fold.ts";
import { createEngine } from "../src/exhaustive/engine.ts";
import { SDM_COMPACTED } from "../src/rules/sdm.ts";
import { measure, ratiosOf } from "./runner.mjs";
import { synthetic } from "./synthetic.mjs";

const MASKS = 2 ** 24;

const engineFor = (cpu) => createEngine(foldOf(SDM_COMPACTED.steps(cpu), cpu.xcr0 & ~3n, 3n));

const figure = (name, only) => {
  const engine = engineFor(synthetic(24));
  return {
    name,
    amount: MASKS,
    unit: "masks",
    run: () => {
      const { sum, checksum, histogram } = engine.summary(new Set(only), 0, MASKS);
      return `${sum} ${checksum} ${histogram.size}`;
    },
  };
};

export async function run({ signal }) {
  const engine18 = engineFor(synthetic(18));
  const every = {
    name: "every size of 18 components (2^18)",
    amount: 2 ** 18,
    unit: "masks",
    run: () => {
      const sizes = engine18.sizes(0, 2 ** 18);
      return sizes[2 ** 18 - 1];
    },
  };
  const room = new Uint32Array(2 ** 18);
  const fill = {
    name: "memory.fill of as many bytes",
    amount: 2 ** 18,
    unit: "masks",
    run: () => room.fill(0x5a5a5a5a)[0],
  };
  const results = await measure(
    [
      figure("sum, min, max", ["sum", "min", "max"]),
      figure("checksum", ["checksum"]),
      figure("histogram", ["histogram"]),
      every,
      fill,
    ],
    { signal },
  );
  return {
    question: "figures: what each costs",
    results,
    ratios: [{ name: "every size : memory.fill", values: ratiosOf(results[3], results[4]) }],
  };
}
