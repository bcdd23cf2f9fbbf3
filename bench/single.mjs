// Masks that a program brings itself: many at a time, or one.
import { batch, layout, processor, rule, standardSize } from "../src/index.ts";
import { measure, ratiosOf } from "./runner.mjs";
import { synthetic } from "./synthetic.mjs";

const COUNT = 2 ** 16;

/** `COUNT` masks within `universe`, the same in every run. */
function randomMasks(universe) {
  let state = 0x9e3779b97f4a7c15n;
  return BigUint64Array.from({ length: COUNT }, () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return (state ^ (state >> 29n)) & universe;
  });
}

function batched(name, cpu) {
  const masks = randomMasks(cpu.xcr0 | cpu.xss);
  const out = new Uint32Array(COUNT);
  const many = batch(cpu, rule("sdm-compacted"));
  return {
    name,
    amount: COUNT,
    unit: "masks",
    run: () => many.sizes(masks, out).reduce((sum, size) => sum + size, 0),
  };
}

export async function run({ signal }) {
  const cpu = processor("sapphire-rapids");
  const some = randomMasks(cpu.xcr0).subarray(0, 2 ** 10);
  const results = await measure(
    [
      batched("batch, Sapphire Rapids", cpu),
      batched("batch, 61 components", synthetic(61)),
      {
        name: "standardSize, one at a time",
        amount: some.length,
        unit: "masks",
        run: () => some.reduce((sum, mask) => sum + BigInt(standardSize(cpu, mask)), 0n),
      },
      {
        name: "layout, one at a time",
        amount: some.length,
        unit: "layouts",
        run: () =>
          some.reduce((sum, mask) => sum + BigInt(layout(cpu, mask, "compacted").size), 0n),
      },
    ],
    { signal },
  );
  return {
    question: "single: arbitrary masks",
    results,
    ratios: [{ name: "batch : one at a time", values: ratiosOf(results[0], results[2]) }],
  };
}
