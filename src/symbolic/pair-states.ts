/** Distinct pairs of running sizes, each with how many masks reach it and the lowest of them. */
import { apply, type Step } from "../algebra/step.ts";

/** A pair of steps that a position applies, one to each size. */
export interface PairMove {
  readonly a: Step;
  readonly b: Step;
  /** Added to the index of a mask that makes this move. */
  readonly weight: bigint;
}

const EMPTY = -1;

/** A set that grows: open addressing over plain columns, so that no key is ever built. */
export class PairStates {
  length = 0;
  a = new Int32Array(64);
  b = new Int32Array(64);
  /** Exact to 2^63. */
  counts = new BigUint64Array(64);
  lowest = new BigUint64Array(64);
  /** Twice as many as there is room for. */
  #slots = new Int32Array(128).fill(EMPTY);

  add(a: number, b: number, count: bigint, lowest: bigint): void {
    const at = this.#find(a, b);
    if (at === this.length) {
      this.a[at] = a;
      this.b[at] = b;
      this.lowest[at] = lowest;
      this.counts[at] = count;
      if (++this.length === this.a.length) this.#grow();
      return;
    }
    if (lowest < (this.lowest[at] as bigint)) this.lowest[at] = lowest;
    this.counts[at] = BigInt.asUintN(64, (this.counts[at] as bigint) + count);
  }

  /**
   * Adds every pair of `from` after `move`. Where `folded`, both sizes lose the same multiple of
   * 64, so that the first lies in 0..63.
   */
  take(from: PairStates, { a, b, weight }: PairMove, folded: boolean): void {
    for (let i = 0; i < from.length; i++) {
      const x = apply(a, from.a[i] as number);
      const y = apply(b, from.b[i] as number);
      const shift = folded ? x & ~63 : 0;
      const lowest = BigInt.asUintN(64, (from.lowest[i] as bigint) + weight);
      this.add(x - shift, y - shift, from.counts[i] as bigint, lowest);
    }
  }

  /** Adds every pair of `other` as it is. */
  join({ length, a, b, counts, lowest }: PairStates): void {
    for (let i = 0; i < length; i++) {
      this.add(a[i] as number, b[i] as number, counts[i] as bigint, lowest[i] as bigint);
    }
  }

  /** Where the pair is, or `length`, taken for it, if it is not there yet. */
  #find(a: number, b: number): number {
    const slots = this.#slots;
    const wrap = slots.length - 1;
    let slot = hash(a, b) & wrap;
    for (;;) {
      const at = slots[slot] as number;
      if (at === EMPTY) {
        slots[slot] = this.length;
        return this.length;
      }
      if (this.a[at] === a && this.b[at] === b) return at;
      slot = (slot + 1) & wrap;
    }
  }

  #grow(): void {
    const room = 2 * this.length;
    this.a = wider(this.a, new Int32Array(room));
    this.b = wider(this.b, new Int32Array(room));
    this.counts = wider(this.counts, new BigUint64Array(room));
    this.lowest = wider(this.lowest, new BigUint64Array(room));
    const slots = new Int32Array(2 * room).fill(EMPTY);
    const wrap = slots.length - 1;
    for (let at = 0; at < this.length; at++) {
      let slot = hash(this.a[at] as number, this.b[at] as number) & wrap;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & wrap;
      slots[slot] = at;
    }
    this.#slots = slots;
  }
}

/** Two odd constants; the high bits of a product are the mixed ones. */
function hash(a: number, b: number): number {
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function wider<T extends Int32Array | BigUint64Array>(from: T, to: T): T {
  // One of the two element types, whichever both have.
  (to as Int32Array).set(from as Int32Array);
  return to;
}
