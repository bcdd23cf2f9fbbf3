/** Sets of state components as 64-bit masks. `bigint`, because bit 63 of XCOMP_BV is used. */

/** The largest value a mask may take: 64 bits. */
export const MASK_MAX = (1n << 64n) - 1n;

export const bit = (n: number): bigint => 1n << BigInt(n);
const BITS = Array.from({ length: 64 }, (_, n) => bit(n));
/** Whether bit `n` of `mask` is set. By a table: a shift makes two more bigints at each call. */
export const hasBit = (mask: bigint, n: number): boolean => (mask & (BITS[n] ?? bit(n))) !== 0n;

/** The numbers of the set bits, ascending. @throws {RangeError} if `mask` is negative: it has no end. */
export function bitsOf(mask: bigint): number[] {
  if (mask < 0n) throw new RangeError(`a mask is not negative: ${mask}`);
  const bits: number[] = [];
  for (let n = 0, rest = mask; rest !== 0n; n++, rest >>= 1n) if (rest & 1n) bits.push(n);
  return bits;
}

/** Number of set bits. */
export const popcount = (mask: bigint): number => bitsOf(mask).length;

/** The `index`-th subset of `universe` in counting order: PDEP of `index` into `universe`. */
export function subsetAt(universe: bigint, index: bigint): bigint {
  let subset = 0n;
  let n = index;
  for (let rest = universe; rest !== 0n && n !== 0n; rest &= rest - 1n, n >>= 1n) {
    if (n & 1n) subset |= rest & -rest;
  }
  return subset;
}

/** The number of `subset` among the subsets of `universe`: PEXT, what `subsetAt` undoes. */
export function subsetIndex(universe: bigint, subset: bigint): bigint {
  let index = 0n;
  let weight = 1n;
  for (let rest = universe; rest !== 0n; rest &= rest - 1n, weight <<= 1n) {
    if (subset & rest & -rest) index |= weight;
  }
  return index;
}

/** `mask` as printed everywhere: `0x…` in lower case. */
export const hex = (mask: bigint): string => `0x${mask.toString(16)}`;
