/**
 * The algebra of src/algebra/step.ts on steps in memory: max(((x + add) & keep) + then, floor).
 *
 * Canonical: `then` is 0 where `keep` is KEEP_ALL, `add` is 0 and there is no floor where it is
 * KEEP_NOTHING. Additions wrap; every value that a fold reaches fits (src/algebra/bounds.ts).
 */
import {
  KEEP_ALIGNED,
  KEEP_ALL,
  KEEP_NOTHING,
  NO_FLOOR,
  STEP_ADD,
  STEP_FLOOR,
  STEP_KEEP,
  STEP_THEN,
} from "../src/core/abi";

export function addOf(step: usize): i32 {
  return load<i32>(step, STEP_ADD);
}
export function keepOf(step: usize): i32 {
  return load<i32>(step, STEP_KEEP);
}
export function thenOf(step: usize): i32 {
  return load<i32>(step, STEP_THEN);
}
export function floorOf(step: usize): i32 {
  return load<i32>(step, STEP_FLOOR);
}

export function setStep(to: usize, add: i32, keep: i32, then: i32, floor: i32): void {
  store<i32>(to, add, STEP_ADD);
  store<i32>(to, keep, STEP_KEEP);
  store<i32>(to, then, STEP_THEN);
  store<i32>(to, floor, STEP_FLOOR);
}

export function setIdentity(to: usize): void {
  setStep(to, 0, KEEP_ALL, 0, NO_FLOOR);
}

export function isIdentity(step: usize): bool {
  return addOf(step) === 0 && keepOf(step) === KEEP_ALL && floorOf(step) === NO_FLOOR;
}

/** The running size after `step`. */
export function apply(step: usize, x: i32): i32 {
  return max(((x + addOf(step)) & keepOf(step)) + thenOf(step), floorOf(step));
}

/** to = f, then g. `to` may be either. */
export function compose(to: usize, f: usize, g: usize): void {
  const fKeep = keepOf(f);
  const gKeep = keepOf(g);
  if (gKeep === KEEP_NOTHING) {
    setStep(to, 0, KEEP_NOTHING, thenOf(g), NO_FLOOR);
    return;
  }
  if (fKeep === KEEP_NOTHING) {
    setStep(to, 0, KEEP_NOTHING, apply(g, thenOf(f)), NO_FLOOR);
    return;
  }
  const floor = floorOf(f) === NO_FLOOR ? floorOf(g) : apply(g, floorOf(f));
  if (fKeep === KEEP_ALL) {
    setStep(to, addOf(f) + addOf(g), gKeep, thenOf(g), floor);
  } else if (gKeep === KEEP_ALL) {
    setStep(to, addOf(f), KEEP_ALIGNED, thenOf(f) + addOf(g), floor);
  } else {
    // Multiples of 64 pass through an alignment: only the terms between the two are aligned.
    const between = (thenOf(f) + addOf(g)) & KEEP_ALIGNED;
    setStep(to, addOf(f), KEEP_ALIGNED, between + thenOf(g), floor);
  }
}
