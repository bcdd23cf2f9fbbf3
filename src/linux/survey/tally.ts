/** How a property fared over many host masks, and the sum of two such parts, whatever their order. */

/** A host mask that breaks a property, and a number of it. */
export interface Witness {
  readonly hostMask: bigint;
  readonly dynamic: bigint;
  readonly value: number;
}

/** How one property fared over many masks. */
export interface Tally {
  readonly breaks: number;
  /** Breaks whose masks differ and whose sizes do not. */
  readonly hidden: number;
  /** Masks on which a bound was met before it was decided. */
  readonly undecided: number;
  /** The lowest host mask that breaks it, with the steps it takes there. */
  readonly lowest: Witness | null;
  /** The lowest host mask of those with the fewest steps. */
  readonly shortest: Witness | null;
  /** The lowest host mask of those with the largest shortfall in bytes. */
  readonly worst: Witness | null;
}

export interface SurveyPart {
  readonly masks: number;
  /** Masks on which a bound was met. */
  readonly bounded: number;
  readonly states: number;
  readonly transitions: number;
  /** One a property, in the order asked for. */
  readonly tallies: readonly Tally[];
}

export const UNBROKEN: Tally = {
  breaks: 0,
  hidden: 0,
  undecided: 0,
  lowest: null,
  shortest: null,
  worst: null,
};

/** No mask at all. */
export const nothing = (properties: number): SurveyPart => ({
  masks: 0,
  bounded: 0,
  states: 0,
  transitions: 0,
  tallies: Array.from({ length: properties }, () => UNBROKEN),
});

/** The sum of two parts; it does not matter in which order parts come. */
export const mergeParts = (a: SurveyPart, b: SurveyPart): SurveyPart => ({
  masks: a.masks + b.masks,
  bounded: a.bounded + b.bounded,
  states: a.states + b.states,
  transitions: a.transitions + b.transitions,
  tallies: a.tallies.map((tally, p) => mergeTallies(tally, b.tallies[p] ?? UNBROKEN)),
});

/** The sum of how one property fared on two sets of masks. */
export const mergeTallies = (a: Tally, b: Tally): Tally => ({
  breaks: a.breaks + b.breaks,
  hidden: a.hidden + b.hidden,
  undecided: a.undecided + b.undecided,
  lowest: better(a.lowest, b.lowest, () => 0),
  shortest: better(a.shortest, b.shortest, (x, y) => x.value - y.value),
  worst: better(a.worst, b.worst, (x, y) => y.value - x.value),
});

type Order = (x: Witness, y: Witness) => number;

/** The one that comes first by `order`; the lowest mask of equals, the lowest dynamic one of those. */
function better(a: Witness | null, b: Witness | null, order: Order): Witness | null {
  if (!a || !b) return a ?? b;
  const first = order(a, b) || compare(a.hostMask, b.hostMask) || compare(a.dynamic, b.dynamic);
  return first <= 0 ? a : b;
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
