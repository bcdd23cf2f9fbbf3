/** Who gives a number of bytes, over the whole catalogue and every rule, and who nearly does. */
import { CATALOGUE, findAll, occurringSizes, type Processor, RULES } from "../../index.ts";
import { breath } from "./breath.ts";
import type { Doing, NearMiss } from "./jobs.ts";

/** Sizes listed on either side. */
const NEAR = 6;

export const findSizes: Doing<"find"> = async ({ bytes, own }, tell) => {
  const cpus: readonly Processor[] = own === null ? CATALOGUE : [own, ...CATALOGUE];
  const found: ReturnType<typeof findAll>[] = [];
  const near: NearMiss[] = [];
  for (const [done, cpu] of cpus.entries()) {
    found.push(findAll([cpu], RULES, { kind: "size", bytes }));
    near.push(...RULES.flatMap((rule) => nearest(cpu, rule.id, bytes)));
    tell({ done: done + 1, total: cpus.length });
    await breath();
  }
  const sides = [
    near.filter(({ size }) => size < bytes).sort((a, b) => b.size - a.size),
    near.filter(({ size }) => size > bytes).sort((a, b) => a.size - b.size),
  ];
  return {
    bytes,
    matches: found.flatMap(({ matches }) => matches),
    near: sides.flatMap((side) => side.slice(0, NEAR)),
    leftOut: found.flatMap(({ leftOut }) => leftOut.map(({ because }) => because)),
  };
};

/** The sizes next to `bytes` on either side; none where the rule gives no sizes there. */
function nearest(cpu: Processor, rule: string, bytes: number): NearMiss[] {
  let sizes: ReturnType<typeof occurringSizes>;
  try {
    sizes = occurringSizes(cpu, rule);
  } catch (error) {
    // A walk that is no fold: find names it among what it left out.
    if (error instanceof RangeError) return [];
    throw error;
  }
  const above = sizes.find(({ size }) => size > bytes);
  const below = sizes.findLast(({ size }) => size < bytes);
  return [below, above].flatMap((one) =>
    one === undefined ? [] : [{ cpu: cpu.id, rule, ...one }],
  );
}
