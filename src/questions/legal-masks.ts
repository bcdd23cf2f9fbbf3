/** The legal masks of a processor one by one: every XCR0 that XSETBV takes, any part of IA32_XSS. */
import { legalPlan } from "../algebra/legal-folds.ts";
import { bit, bitsOf, hasBit } from "../xsave/mask.ts";
import { enumerated, type Processor } from "../xsave/processor.ts";

/** How many there are. x87 and SSE vary too: 0x1 is legal. */
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
