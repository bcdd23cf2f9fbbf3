/**
 * A rule narrowed to a question: only the bits of a universe vary, the rest are settled.
 *
 * Subset number i of a universe U is PDEP(i, U) | fixed. A fold is dense: position j of it is the
 * j-th bit of U, so the engines never see where the bits lie.
 */

import { hasBit } from "../xsave/mask.ts";
import { apply, compose, IDENTITY, type Step } from "./step.ts";
import type { Steps } from "./steps.ts";

/** What a varying position does to the running size, and what its bit adds to the index. */
export interface Pair {
  readonly absent: Step;
  readonly present: Step;
  readonly weight: bigint;
}

/** `start`, then one of each pair, lowest first: 2^pairs.length results. */
export interface Fold {
  readonly start: number;
  readonly pairs: readonly Pair[];
  /** The index of the subset that has no varying bit: 0 unless the fold is part of a larger one. */
  readonly origin: bigint;
}

/** The fold of `steps` over the bits of `universe`, with those of `fixed` present. */
export function foldOf(steps: Steps, universe: bigint, fixed: bigint): Fold {
  let start: number | undefined;
  let settled = IDENTITY;
  const pairs: Pair[] = [];
  // The steps of the bits since the last varying one belong to it, or to the start.
  const settle = () => {
    const last = pairs.pop();
    if (last === undefined) start = apply(settled, steps.start);
    else {
      pairs.push({
        absent: compose(last.absent, settled),
        present: compose(last.present, settled),
        weight: last.weight,
      });
    }
    settled = IDENTITY;
  };
  for (const [bit, { absent, present }] of steps.bits.entries()) {
    if (hasBit(universe, bit)) {
      settle();
      pairs.push({ absent, present, weight: 1n << BigInt(pairs.length) });
    } else {
      settled = compose(settled, hasBit(fixed, bit) ? present : absent);
    }
  }
  settled = compose(settled, steps.last ?? IDENTITY);
  settle();
  return { start: start ?? steps.start, pairs, origin: 0n };
}

/** The fold that answers the offset of component `bit`, over the bits of `universe` below it. */
export function offsetFoldOf(steps: Steps, bit: number, universe: bigint, fixed: bigint): Fold {
  const place = steps.bits[bit]?.place;
  if (!place) throw new RangeError(`bit ${bit} has no offset by this rule`);
  const below = (1n << BigInt(bit)) - 1n;
  const bits = steps.bits.slice(0, bit);
  return foldOf({ start: steps.start, bits, last: place }, universe & below, fixed & below);
}

/** Bytes for subset number `index` of the varying bits. The reference: one mask, one pass. */
export const sizeAt = (fold: Fold, index: bigint): number =>
  fold.pairs.reduce(
    (x, { absent, present }, j) => apply(hasBit(index, j) ? present : absent, x),
    fold.start,
  );

/** Bytes that `steps` gives for `mask`, every bit settled. */
export const sizeOf = (steps: Steps, mask: bigint): number => foldOf(steps, 0n, mask).start;

/** The index, in the whole universe, of the subset that has the bits of `position` of `fold`. */
export const indexAt = ({ origin, pairs }: Fold, position: bigint): bigint =>
  pairs.reduce((index, { weight }, j) => (hasBit(position, j) ? index + weight : index), origin);
