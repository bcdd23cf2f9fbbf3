// How fast is every mask evaluated: by the table, by the literal walk, by plain code, by threads?
import { availableParallelism } from "node:os";
import { foldOf } from "../src/algebra/fold.ts";
import { createEngine } from "../src/exhaustive/engine.ts";
import { SDM_COMPACTED } from "../src/rules/sdm.ts";
import { sweep } from "../src/sweep/sweep.ts";
import { SWEEP_WORKER } from "../src/sweep/work.ts";
import { builtModule } from "../src/threads/built.ts";
import { createPool } from "../src/threads/pool.ts";
import { nativeExtremes, nativeWalk } from "./native.mjs";
import { plainWalk } from "./plain-walk.mjs";
import { measure, ratiosOf } from "./runner.mjs";
import { synthetic } from "./synthetic.mjs";

const EXTREMES = ["sum", "min", "max"];
const PLAIN_MASKS = 2 ** 20;

const foldFor = (cpu) => foldOf(SDM_COMPACTED.steps(cpu), cpu.xcr0 & ~3n, 3n);

/** Sum, min and max of the first 2^log2 masks, in this thread. */
function alone(log2, source = "table") {
  const engine = createEngine(foldFor(synthetic(Math.max(log2, 18))), undefined, source);
  return {
    name: `2^${log2} masks, ${source === "table" ? "one thread" : "literal walk"}`,
    amount: 2 ** log2,
    unit: "masks",
    run: () => engine.summary(new Set(EXTREMES), 0, 2 ** log2).sum,
  };
}

/** The same by `sweep` on a pool that is up. */
function pooled(log2, pool) {
  const cpu = synthetic(log2);
  return {
    name: `2^${log2} masks, pool of ${pool.threads}`,
    amount: 2 ** log2,
    unit: "masks",
    run: async () => {
      const report = await sweep(cpu, { rules: [SDM_COMPACTED], only: EXTREMES, pool });
      return report.rules[0].sum;
    },
  };
}

export async function run({ signal }) {
  const one = await createPool(builtModule(SWEEP_WORKER), 1);
  const all = await createPool(builtModule(SWEEP_WORKER), availableParallelism());
  const native = nativeWalk();
  const cpu = synthetic(24);
  const plain = {
    name: "plain TypeScript walk",
    amount: PLAIN_MASKS,
    unit: "masks",
    run: () => plainWalk(cpu, PLAIN_MASKS),
  };
  try {
    const small = await measure(
      [alone(18), alone(24), alone(24, "walk"), plain, pooled(24, one), pooled(24, all)],
      { signal },
    );
    const large = await measure([alone(28), alone(28, "walk"), pooled(28, one), pooled(28, all)], {
      rounds: 5,
      time: 1,
      signal,
    });
    const largest = await measure([alone(32), pooled(32, one), pooled(32, all)], {
      rounds: 3,
      time: 1,
      signal,
    });
    const vectors = besideVectors(2 ** 28);
    const walked = native ? [nativeResult(native, cpu, small[0].seconds.length)] : [];
    const [, table24, walk24, plainResult] = small;
    const [table28, walk28] = large;
    const [, one32, all32] = largest;
    return {
      question: "exhaustive: sum, min and max of every mask",
      results: [...small, ...large, ...largest, ...walked, ...vectors],
      ratios: [
        { name: "table : literal walk, 2^24", values: ratiosOf(table24, walk24) },
        { name: "table : literal walk, 2^28", atLeast: 3, values: ratiosOf(table28, walk28) },
        { name: "table : plain TypeScript", atLeast: 100, values: ratiosOf(table24, plainResult) },
        ...walked.map((result) => ({
          name: "table : best native scalar walk",
          atLeast: 60,
          values: ratiosOf(table24, result),
        })),
        ...(vectors.length === 0
          ? []
          : [
              {
                name: "table : hand-written 128-bit code, 2^28",
                atLeast: 1,
                values: ratiosOf(vectors[0], vectors[1]),
              },
            ]),
        {
          name: `${all.threads} threads : 1, 2^32`,
          atLeast: all.threads === 2 ? 1.8 : undefined,
          values: ratiosOf(all32, one32),
        },
      ],
    };
  } finally {
    await one.close();
    await all.close();
  }
}

/** One thread and native code in turn, since both go by what the machine does that moment. */
function besideVectors(count) {
  const native = nativeExtremes();
  if (!native) return [];
  const cpu = synthetic(Math.log2(count));
  const engine = createEngine(foldFor(cpu));
  const results = ["one thread", "hand-written 128-bit code (cc -O3)"].map((task) => ({
    task: `2^${Math.log2(count)} masks, ${task}, in turn`,
    unit: "masks",
    amount: count,
    seconds: [],
    checksum: "",
  }));
  for (let round = 0; round < 8; round++) {
    const begin = performance.now();
    const { sum } = engine.summary(new Set(EXTREMES), 0, count);
    const ours = { seconds: (performance.now() - begin) / 1000, sum: `${sum}` };
    for (const [i, one] of [ours, native(cpu)].entries()) {
      results[i].checksum = one.sum;
      // The first round warms up.
      if (round > 0) results[i].seconds.push(one.seconds);
    }
  }
  return results;
}

function nativeResult(native, cpu, rounds) {
  const count = 2 ** 24;
  const runs = Array.from({ length: rounds }, () => native(cpu, count));
  return {
    task: "native scalar walk (cc -O3), 2^24",
    unit: "masks",
    amount: count,
    seconds: runs.map(({ seconds }) => seconds),
    checksum: runs[0].sum,
  };
}
