/** Every mask of a processor, as a picture. */
import { type EveryMask, everyMask } from "../../index.ts";
import { breath } from "./breath.ts";
import type { Doing } from "./jobs.ts";

/** Sizes in the order of the subsets, a window of the engine at a time. */
async function sizesOf(
  all: EveryMask,
  tell: (done: number) => void,
): Promise<Uint32Array<ArrayBuffer>> {
  const sizes = new Uint32Array(all.masks);
  for (let from = 0, told = 0; from < all.masks; from += all.window) {
    const to = Math.min(all.masks, from + all.window);
    sizes.set(all.sizes(from, to), from);
    if (to - told < 1 << 20) continue;
    told = to;
    tell(to);
    await breath();
  }
  return sizes;
}

export const picture: Doing<"picture"> = async ({ cpu, rule, other }, tell) => {
  // A standard rule leaves supervisor components out: where two rules are drawn, both do.
  const standard = rule.endsWith("-standard") || other?.endsWith("-standard") === true;
  const options = standard ? { universe: cpu.xcr0 & ~3n } : {};
  const all = everyMask(cpu, rule, options);
  const total = all.masks * (other === null ? 1 : 2);
  const sizes = await sizesOf(all, (done) => tell({ done, total }));
  const others =
    other === null
      ? null
      : await sizesOf(everyMask(cpu, other, options), (done) =>
          tell({ done: all.masks + done, total }),
        );
  return { universe: all.universe, fixed: all.fixed, masks: all.masks, sizes, others };
};
