/**
 * A run of bits as one step in 32-bit numbers, `max(((x + add) & keep) + then, floor)`: the form in
 * which composed steps are tabulated. algebra/step.ts is the algebra that it belongs to,
 * assembly/step.ts the same in the core.
 */

/** Values of `keep`: forget the running size, align it to 64, leave it. */
export const FORGET = 0;
export const ALIGN = -64;
export const LEAVE = -1;
/** The floor of a step that has none. */
export const NO_RUN_FLOOR = -(2 ** 31);

/** `keep` is FORGET, ALIGN or LEAVE. Canonical: `then` is 0 where `keep` is LEAVE, `add` is 0 and there is no floor where it is FORGET. */
export interface RunStep {
  readonly add: number;
  readonly keep: number;
  readonly then: number;
  readonly floor: number;
}

/** The step that does nothing. */
export const STAY: RunStep = { add: 0, keep: LEAVE, then: 0, floor: NO_RUN_FLOOR };

/** What a bit of a mask does to the running size. */
export interface BitRow {
  readonly bit: number;
  readonly absent: RunStep;
  readonly present: RunStep;
}

/** The running size after `step`. */
export const ran = ({ add, keep, then, floor }: RunStep, x: number): number =>
  Math.max(((x + add) & keep) + then, floor);

/** The step that equals `f` and then `g`. */
export function runBoth(f: RunStep, g: RunStep): RunStep {
  if (g.keep === FORGET) return g;
  if (f.keep === FORGET) return { add: 0, keep: FORGET, then: ran(g, f.then), floor: NO_RUN_FLOOR };
  const floor = f.floor === NO_RUN_FLOOR ? g.floor : ran(g, f.floor);
  if (f.keep === LEAVE) return { add: f.add + g.add, keep: g.keep, then: g.then, floor };
  // Multiples of 64 pass through an alignment: only the terms between the two are aligned.
  const between = g.keep === LEAVE ? f.then + g.add : (f.then + g.add) & ALIGN;
  return { add: f.add, keep: ALIGN, then: between + g.then, floor };
}

/**
 * The runs of `count` bits from `first` on, for each of their 2^count values. By doubling: bit k adds
 * the 2^k values that have it. A bit without a row does nothing.
 */
export function runsOf(rows: readonly BitRow[], first: number, count: number): RunStep[] {
  const runs: RunStep[] = [STAY];
  for (let k = 0; k < count; k++) {
    const row = rows.find(({ bit }) => bit === first + k);
    for (let value = 0, half = 1 << k; value < half; value++) {
      const before = runs[value] as RunStep;
      runs.push(row ? runBoth(before, row.present) : before);
      if (row && row.absent !== STAY) runs[value] = runBoth(before, row.absent);
    }
  }
  return runs;
}
