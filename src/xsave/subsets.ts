/** The subsets of a mask, one after the other or by number. */
import { MASK_MAX, popcount, subsetAt } from "./mask.ts";

function checkUniverse(universe: bigint): void {
  if (typeof universe !== "bigint") {
    throw new TypeError(`a universe is a bigint, not ${typeof universe}`);
  }
  if (universe < 0n || universe > MASK_MAX) {
    throw new RangeError(`a universe has bits 0 to 63: ${universe}`);
  }
}

/**
 * Every subset of `universe`, ascending from 0n: 2^n of them, where it has n bits. None is stored,
 * so that one may stop early.
 *
 * @throws {TypeError} if `universe` is no bigint; {RangeError} if it is none of 64 bits.
 */
export function subsets(universe: bigint): Generator<bigint, void, undefined> {
  checkUniverse(universe);
  return ascending(universe);
}

function* ascending(universe: bigint): Generator<bigint, void, undefined> {
  let subset = 0n;
  do {
    yield subset;
    // Carries run through the bits that are not of the universe.
    subset = (subset - universe) & universe;
  } while (subset !== 0n);
}

/**
 * Subset number `index` of `universe`, counted from 0 as `subsets` gives them.
 *
 * @throws {TypeError} if one is no bigint; {RangeError} if there are not so many.
 */
export function subsetNumber(universe: bigint, index: bigint): bigint {
  checkUniverse(universe);
  if (typeof index !== "bigint") throw new TypeError(`an index is a bigint, not ${typeof index}`);
  const count = 1n << BigInt(popcount(universe));
  if (index < 0n || index >= count) {
    throw new RangeError(`there are ${count} subsets, numbered from 0: none is ${index}`);
  }
  return subsetAt(universe, index);
}
