/**
 * The algebra of size rules. A step is what one bit does to the running size:
 *
 *     step(x) = max( alignUp( (keep ? x : 0) + plus, align ) + then, atLeast )
 *
 * alignUp is monotone, so it distributes over max, and it commutes with adding multiples of 64:
 * the family is closed under composition, and any run of bits is again one step. Proved by
 * exhaustion over small values and by random triples in test/algebra/step.test.ts;
 * assembly/step.ts is the same algebra in 32-bit lanes.
 */

export interface Step {
  /** False forgets the running size: the step is a constant. */
  readonly keep: boolean;
  /** Bytes added before aligning. */
  readonly plus: number;
  readonly align: 1 | 64;
  /** Bytes added after aligning. */
  readonly then: number;
  /** The result is never below this; -Infinity where there is no such bound. */
  readonly atLeast: number;
}

/** A step from what differs from the identity. */
export const step = /* @__NO_SIDE_EFFECTS__ */ (fields: Partial<Step> = {}): Step => ({
  keep: true,
  plus: 0,
  align: 1,
  then: 0,
  atLeast: Number.NEGATIVE_INFINITY,
  ...fields,
});

export const IDENTITY: Step = step();

/** The step that answers `value` whatever went before. */
export const constant = (value: number): Step => step({ keep: false, then: value });

const alignUp = (x: number, align: 1 | 64): number => (align === 1 ? x : Math.ceil(x / 64) * 64);

/** Bytes after `s`, given the bytes `x` before it. */
export const apply = (s: Step, x: number): number =>
  Math.max(alignUp((s.keep ? x : 0) + s.plus, s.align) + s.then, s.atLeast);

/** The one step that equals `f` and then `g`. */
export function compose(f: Step, g: Step): Step {
  if (!f.keep || !g.keep) return constant(apply(g, apply(f, 0)));
  const atLeast = apply(g, f.atLeast);
  if (f.align === 1) {
    return { keep: true, plus: f.plus + f.then + g.plus, align: g.align, then: g.then, atLeast };
  }
  const between = f.then + g.plus;
  return {
    keep: true,
    plus: f.plus,
    align: 64,
    then: alignUp(between, g.align) + g.then,
    atLeast,
  };
}

/** True if the two steps answer the same for every running size, as written. */
export const sameStep = (f: Step, g: Step): boolean =>
  f.keep === g.keep &&
  f.plus === g.plus &&
  f.align === g.align &&
  f.then === g.then &&
  f.atLeast === g.atLeast;

/** True if the step leaves every running size as it is. */
export const isIdentity = (s: Step): boolean => sameStep(s, IDENTITY);
