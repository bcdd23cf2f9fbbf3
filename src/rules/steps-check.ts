/** What the steps of a rule must be for the engines to compute with them, each of which has integers. */
import { IDENTITY, type Step } from "../algebra/step.ts";
import { type BitSteps, NO_CHANGE, type Steps } from "../algebra/steps.ts";
import { LAST_BIT, SIZE_MAX } from "../xsave/component.ts";
import { OBJECT, shown } from "../xsave/options.ts";

/**
 * `steps` of rule `id`, once every step of it is one that the engines take; bits past its last row
 * do nothing.
 *
 * @throws {TypeError} if it has no list of pairs of steps.
 * @throws {RangeError} naming the bit and the field: a fraction, an alignment other than 1 or 64, a
 *   number over 2^31-1, a bit over 62.
 */
export function checkSteps(id: string, steps: Steps): Steps {
  if (!OBJECT.fits(steps) || !Array.isArray(steps.bits)) {
    throw new TypeError(
      `${id}: its steps are { start, bits: [{ absent, present }] }, not ${shown(steps)}`,
    );
  }
  checkBytes(`${id}: start`, steps.start);
  if (steps.bits.length > LAST_BIT + 1) {
    throw new RangeError(
      `${id}: it has steps for bit ${steps.bits.length - 1}, the last is ${LAST_BIT}`,
    );
  }
  for (const [bit, pair] of steps.bits.entries()) {
    const { absent, present, place } = pair ?? {};
    checkStep(`${id}: bit ${bit}, absent`, absent);
    checkStep(`${id}: bit ${bit}, present`, present);
    if (place !== undefined) checkStep(`${id}: bit ${bit}, place`, place);
  }
  if (steps.last !== undefined) checkStep(`${id}: last`, steps.last);
  const missing = LAST_BIT + 1 - steps.bits.length;
  return missing === 0
    ? steps
    : { ...steps, bits: [...steps.bits, ...new Array<BitSteps>(missing).fill(NO_CHANGE)] };
}

function checkStep(where: string, step: Step | undefined): void {
  if (step === IDENTITY) return;
  if (typeof step !== "object" || step === null) {
    throw new TypeError(`${where} is no step, but ${shown(step)}`);
  }
  const { keep, plus, align, then, atLeast } = step;
  if (typeof keep !== "boolean") {
    throw new TypeError(`${where}: keep is true or false, not ${shown(keep)}`);
  }
  checkBytes(`${where}: plus`, plus);
  if (align !== 1 && align !== 64) {
    throw new RangeError(`${where}: align is 1 or 64, not ${shown(align)}`);
  }
  checkBytes(`${where}: then`, then);
  if (atLeast !== Number.NEGATIVE_INFINITY) checkBytes(`${where}: atLeast`, atLeast);
}

function checkBytes(where: string, bytes: number): void {
  if (Number.isInteger(bytes) && Math.abs(bytes) <= SIZE_MAX) return;
  throw new RangeError(`${where} is ${shown(bytes)}, no whole number of bytes up to 2^31-1`);
}
