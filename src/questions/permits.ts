/**
 * Where two permit rules part: which XCR0 the one admits and the other does not, over every subset of
 * the user components. Counted by what the rows look at: bits that no row names are alike, so that a
 * group of them is there or is not, however many they are.
 */

import { admits, type Permit } from "../rules/permits/permit.ts";
import type { LegalityRule } from "../xsave/legality.ts";
import { bit, bitsOf, popcount } from "../xsave/mask.ts";
import { asProcessor, type Processor } from "../xsave/processor.ts";

/** Masks that one of two admits. */
export interface OnlyOne {
  readonly count: bigint;
  /** The lowest of them; null where there is none. */
  readonly first: bigint | null;
}

export interface PermitsReport {
  readonly cpu: string;
  readonly hypothetical: boolean;
  readonly a: Permit;
  readonly b: Permit;
  /** User components of the processor, which vary. */
  readonly universe: bigint;
  /** Masks: 2 to the number of them. */
  readonly masks: bigint;
  /** Masks that each admits, and that both do. */
  readonly admittedByA: bigint;
  readonly admittedByB: bigint;
  readonly admittedByBoth: bigint;
  readonly onlyA: OnlyOne;
  readonly onlyB: OnlyOne;
}

/** Bits that some row of `rules` names apart from the others. */
const namedBy = (rows: readonly LegalityRule[]): bigint =>
  rows.reduce(
    (mask, { some, needs = 0n, without = 0n }) =>
      mask | (some === ~0n ? 0n : some) | needs | without,
    0n,
  );

/** Bits named apart beyond which there are too many classes to go through. */
const NAMED_MAX = 20;

/** Bits that are alike: of one group either none is there, or one or more of them. */
function groupsOf(universe: bigint, a: Permit, b: Permit): bigint[] {
  const named = namedBy([...a.rows, ...b.rows]);
  if (popcount(universe & named) > NAMED_MAX) {
    throw new RangeError(
      `${a.id} and ${b.id} name ${popcount(universe & named)} bits apart: at most ${NAMED_MAX}`,
    );
  }
  const rest = universe & ~named;
  const beyond = (mask: bigint, { components }: Permit) =>
    components === null ? 0n : mask & ~components;
  const [notA, notB] = [beyond(rest, a), beyond(rest, b)];
  return [
    ...bitsOf(universe & named).map(bit),
    ...[notA & notB, notA & ~notB, notB & ~notA, rest & ~notA & ~notB].filter((one) => one !== 0n),
  ];
}

/** Every way to have of each group nothing or something: its lowest mask, and how many masks. */
function classesOf(groups: readonly bigint[]): { lowest: bigint; count: bigint }[] {
  let classes = [{ lowest: 0n, count: 1n }];
  for (const group of groups) {
    const some = 2n ** BigInt(popcount(group)) - 1n;
    classes = classes.flatMap((one) => [
      one,
      { lowest: one.lowest | (group & -group), count: one.count * some },
    ]);
  }
  return classes;
}

/** Where `a` and `b` part on `cpu`, over every subset of the user components that it enumerates. */
export function permitsCompared(cpu: Processor, a: Permit, b: Permit): PermitsReport {
  const { id, hypothetical, xcr0: universe } = asProcessor(cpu);
  const only = () => ({ count: 0n, first: null as bigint | null });
  const [onlyA, onlyB] = [only(), only()];
  let [byA, byB, both] = [0n, 0n, 0n];
  for (const { lowest, count } of classesOf(groupsOf(universe, a, b))) {
    const [passesA, passesB] = [admits(a, lowest), admits(b, lowest)];
    if (passesA) byA += count;
    if (passesB) byB += count;
    if (passesA && passesB) both += count;
    if (passesA === passesB) continue;
    const one = passesA ? onlyA : onlyB;
    one.count += count;
    if (one.first === null || lowest < one.first) one.first = lowest;
  }
  return {
    ...{ cpu: id, hypothetical, a, b, universe, masks: 2n ** BigInt(popcount(universe)) },
    ...{ admittedByA: byA, admittedByB: byB, admittedByBoth: both, onlyA, onlyB },
  };
}
