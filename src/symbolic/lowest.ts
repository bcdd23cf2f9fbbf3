/**
 * The lowest masks of a fold whose size is wanted, without enumerating: from the highest position
 * down, absent before present, among the running sizes that can still come to a wanted one. Every
 * size that is followed is reached by some mask, so no way ends in nothing.
 */
import type { Fold } from "../algebra/fold.ts";
import { apply } from "../algebra/step.ts";
import { STATES_MAX } from "./states.ts";

/**
 * The `limit` lowest indices of `fold` whose size satisfies `wanted`, ascending.
 *
 * @throws {RangeError} if there are too many distinct sizes to list.
 */
export function lowestIndices(
  fold: Fold,
  wanted: (size: number) => boolean,
  limit: number,
): bigint[] {
  const layers = layersOf(fold);
  const found: bigint[] = [];
  const descend = (position: number, sizes: readonly number[], index: bigint): void => {
    if (sizes.length === 0 || found.length >= limit) return;
    const pair = fold.pairs[position - 1];
    if (!pair) {
      found.push(index);
      return;
    }
    const targets = new Set(sizes);
    const before = layers[position - 1] ?? [];
    const leadingTo = (step: typeof pair.absent) =>
      before.filter((x) => targets.has(apply(step, x)));
    descend(position - 1, leadingTo(pair.absent), index);
    descend(position - 1, leadingTo(pair.present), index + pair.weight);
  };
  const last = layers.at(-1) ?? [];
  descend(fold.pairs.length, last.filter(wanted), fold.origin);
  return found;
}

/** The distinct running sizes before each position, and after the last. */
function layersOf({ start, pairs }: Fold): number[][] {
  const layers = [[start]];
  for (const { absent, present } of pairs) {
    const sizes = new Set<number>();
    for (const x of layers.at(-1) ?? []) sizes.add(apply(absent, x)).add(apply(present, x));
    if (sizes.size > STATES_MAX) {
      throw new RangeError(
        `symbolic: more than ${STATES_MAX} distinct sizes after ${layers.length} of ${pairs.length} components (ask for a smaller --universe)`,
      );
    }
    layers.push([...sizes]);
  }
  return layers;
}
