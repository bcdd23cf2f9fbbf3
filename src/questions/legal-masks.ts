/** The legal masks of a processor one by one: every XCR0 that XSETBV takes, any part of IA32_XSS. */
import { legalPlan } from "../algebra/legal-folds.ts";
import { bit, bitsOf, hasBit, popcount } from "../xsave/mask.ts";
import { enumerated, type Processor } from "../xsave/processor.ts";

/** How many legal masks `cpu` has. x87 and SSE vary too: 0x1 is legal. SDM1 13.3. */
export const legalCount = (cpu: Processor): bigint => legalPlan(cpu, enumerated(cpu), 0n).masks;

/** Every legal mask of `cpu`, ascending; none is stored, so that one may stop early. */
export function* legalMasks(cpu: Processor): Generator<bigint, void, undefined> {
  const { combinations, free } = legalPlan(cpu, enumerated(cpu), 0n);
  const bits = bitsOf(enumerated(cpu)).reverse();
  yield* masksFrom(bits, 0, 0n, combinations, free);
}

/** Highest bit first, absent before present; a bit that is tied to others goes with a combination. */
function* masksFrom(
  bits: readonly number[],
  at: number,
  above: bigint,
  combinations: readonly bigint[],
  free: bigint,
): Generator<bigint, void, undefined> {
  const n = bits[at];
  if (n === undefined) {
    if (combinations.length > 0) yield above;
    return;
  }
  for (const present of [false, true]) {
    const left = hasBit(free, n)
      ? combinations
      : combinations.filter((combination) => hasBit(combination, n) === present);
    if (left.length === 0) continue;
    yield* masksFrom(bits, at + 1, present ? above | bit(n) : above, left, free);
  }
}

/**
 * Legal mask number `index` of `cpu`, counted from 0 as `legalMasks` gives them: any of them, without
 * those before it.
 *
 * @throws {RangeError} if there are not so many.
 */
export function legalMaskAt(cpu: Processor, index: bigint): bigint {
  if (typeof index !== "bigint") throw new TypeError(`an index is a bigint, not ${typeof index}`);
  const { combinations, free, masks } = legalPlan(cpu, enumerated(cpu), 0n);
  if (index < 0n || index >= masks) {
    throw new RangeError(`${cpu.id} has ${masks} legal masks, numbered from 0: none is ${index}`);
  }
  let left = combinations;
  let before = index;
  let mask = 0n;
  for (const n of bitsOf(enumerated(cpu)).reverse()) {
    const tied = !hasBit(free, n);
    const without = tied ? left.filter((combination) => !hasBit(combination, n)) : left;
    const count = BigInt(without.length) << BigInt(popcount(free & (bit(n) - 1n)));
    const present = before >= count;
    if (present) {
      before -= count;
      mask |= bit(n);
    }
    if (tied) left = present ? left.filter((combination) => hasBit(combination, n)) : without;
  }
  return mask;
}
