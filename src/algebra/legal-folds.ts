/**
 * The legal masks of a universe as a plan, not as a filter. Legality ties together few components
 * (SDM1 13.3): a digit a group of them, whose values are its legal choices; every other component
 * that the processor enumerates is free. Each choice of all digits, over the free components, is
 * one ordinary fold: 12 of 2^7 masks on Granite Rapids. Held equal to the filter by
 * test/algebra/legal-folds.test.ts, on every mask of every processor.
 */

import { LEGALITY_RULES, type LegalityRule, obeys } from "../xsave/legality.ts";
import { bit, bitsOf, hasBit, popcount, subsetAt, subsetIndex } from "../xsave/mask.ts";
import { enumerated, type Processor, userPart } from "../xsave/processor.ts";
import { type Fold, foldOf, offsetFoldOf } from "./fold.ts";
import type { Steps } from "./steps.ts";

export interface LegalPlan {
  /** What is settled, `fixed` included, ascending; empty where no mask of the universe is legal. */
  readonly combinations: readonly bigint[];
  /** The components that vary freely beside each combination. */
  readonly free: bigint;
  /** How many legal masks there are. */
  readonly masks: bigint;
}

/** The components that a row ties together. The first row, on every mask, is about x87 alone. */
const tied = ({ some, needs = 0n, without = 0n }: LegalityRule): bigint =>
  (some === ~0n ? 0n : some) | needs | without;

/** Sets of components that some chain of rows ties together, disjoint. */
const GROUPS: readonly bigint[] = LEGALITY_RULES.map(tied).reduce<bigint[]>((groups, bits) => {
  const touching = groups.filter((group) => (group & bits) !== 0n);
  const others = groups.filter((group) => (group & bits) === 0n);
  return [...others, touching.reduce((all, group) => all | group, bits)];
}, []);

const TIED = GROUPS.reduce((all, group) => all | group, 0n);

/** The plan of the legal masks `PDEP(i, universe) | fixed` of `cpu`. `fixed` wins where both have a bit. */
export function legalPlan(cpu: Processor, universe: bigint, fixed: bigint): LegalPlan {
  const varying = universe & ~fixed & enumerated(cpu);
  const free = varying & ~(TIED & userPart(cpu, varying));
  const possible = (fixed & ~enumerated(cpu)) === 0n;
  const combinations = GROUPS.reduce(
    (before, group) => {
      const choices = choicesOf(cpu, group, varying & ~free, fixed);
      return before.flatMap((mask) => choices.map((choice) => mask | choice));
    },
    possible ? [fixed] : [],
  ).sort((a, b) => (a < b ? -1 : 1));
  return { combinations, free, masks: BigInt(combinations.length) << BigInt(popcount(free)) };
}

/** The choices among the components of `group` that vary which obey every row about the group. */
function choicesOf(cpu: Processor, group: bigint, varying: bigint, fixed: bigint): bigint[] {
  const rows = LEGALITY_RULES.filter((row) => (tied(row) & group) !== 0n);
  const digits = varying & group;
  return subsetsOf(digits).filter((choice) =>
    rows.every((row) => obeys(userPart(cpu, (fixed & group) | choice), row)),
  );
}

/**
 * The folds of `steps` over the legal masks, one a combination; indices are those of the whole
 * `universe`, ascending with the position. For engines that place each bit by its weight.
 */
export const freeFolds = (steps: Steps, universe: bigint, plan: LegalPlan): Fold[] =>
  plan.combinations.map((fixed) => foldWithin(steps, universe, plan.free, fixed));

/**
 * The same, cut so that in each the weights double from one position to the next, as checksums
 * need: free components that break that row are settled as well.
 */
export function legalFolds(steps: Steps, universe: bigint, plan: LegalPlan): Fold[] {
  const varying = longestRun(universe, plan.free);
  return plan.combinations
    .flatMap((combination) => subsetsOf(plan.free & ~varying).map((some) => combination | some))
    .map((fixed) => foldWithin(steps, universe, varying, fixed));
}

/** The fold over `varying`, a part of `universe`, with the indices of the whole. */
function foldWithin(steps: Steps, universe: bigint, varying: bigint, fixed: bigint): Fold {
  const { start, pairs } = foldOf(steps, varying, fixed);
  const weights = bitsOf(varying).map((n) => subsetIndex(universe, bit(n)));
  return {
    start,
    pairs: pairs.map((pair, j) => ({ ...pair, weight: weights[j] as bigint })),
    origin: subsetIndex(universe, fixed),
  };
}

/** The longest run of bits of `free` that are neighbours in `universe`. */
function longestRun(universe: bigint, free: bigint): bigint {
  let best = 0n;
  let run = 0n;
  for (const n of bitsOf(universe)) {
    run = hasBit(free, n) ? run | bit(n) : 0n;
    if (popcount(run) > popcount(best)) best = run;
  }
  return best;
}

const subsetsOf = (mask: bigint): bigint[] =>
  Array.from({ length: 2 ** popcount(mask) }, (_, i) => subsetAt(mask, BigInt(i)));

/** The folds of the offsets of component `n` over the legal masks that have it. Indices mean nothing. */
export function legalOffsetFolds(
  cpu: Processor,
  steps: Steps,
  n: number,
  universe: bigint,
  fixed: bigint,
): Fold[] {
  const below = bit(n) - 1n;
  const { combinations, free } = legalPlan(cpu, universe & ~bit(n), fixed | bit(n));
  const distinct = new Set(combinations.map((combination) => combination & below));
  return [...distinct].map((settled) => offsetFoldOf(steps, n, free, settled));
}
