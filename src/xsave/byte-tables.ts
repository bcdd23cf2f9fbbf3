/**
 * Sizes by table: a composed step for each value of each byte of a mask, so that a size takes a
 * look-up a byte instead of a pass over the components. Held equal to what it replaces by
 * test/xsave/tables.test.ts and test/exhaustive/sizer.test.ts, on every mask of every processor.
 */
import { HIGH, halvesChecker, LOW, splitter } from "./halves.ts";
import type { Processor } from "./processor.ts";
import {
  ALIGN,
  type BitRow,
  FORGET,
  LEAVE,
  NO_RUN_FLOOR,
  type RunStep,
  ran,
  runsOf,
} from "./run-step.ts";

/**
 * Bytes of the area of a mask, `size(0x602e7n)`.
 *
 * What it throws: TypeError if the mask is no bigint, or a half no integer in 0..2^32-1; RangeError
 * if a bit names no component of the processor.
 */
export interface Sizer {
  (mask: bigint): number;
  /** The same for the mask `hi * 2^32 + lo`, for programs that have its halves as numbers. */
  at(lo: number, hi: number): number;
}

/** The steps of the values of one byte, by value. */
type ByteSteps = readonly RunStep[];

/** Bits of a mask up to which three bytes will do: every component but LWP. */
const SHORT_BITS = 24;
/** Sums that fit beside the six bits of an alignment. */
const PACKED_MAX = 2 ** 25 - 1;

/** The sizer that takes `start` through the `rows` of the bits that a mask of `cpu` has and has not. */
export function tabulated(cpu: Processor, start: number, rows: readonly BitRow[]): Sizer {
  const bytes = rows.every(({ bit }) => bit < SHORT_BITS) ? 3 : 8;
  const [first = [], ...others] = Array.from({ length: bytes }, (_, n) => runsOf(rows, n * 8, 8));
  // The running size is known before the first byte, so its steps become sizes.
  const sizes = first.map((step) => ran(step, start));
  const steps = ([] as RunStep[]).concat(...others);
  if (bytes === 3 && steps.every(isBound)) return furthest(cpu, sizes, steps);
  if (!steps.every(isPackable)) return general(cpu, sizes, steps);
  return bytes === 3 ? packed(cpu, sizes, steps) : packedLong(cpu, sizes, steps);
}

/** A table of the sizes after the first byte, then `width` numbers for each step, as `put` puts them. */
function tableOf(
  sizes: readonly number[],
  steps: ByteSteps,
  width: number,
  put: (table: Int32Array, at: number, step: RunStep) => void,
): Int32Array {
  const table = new Int32Array(sizes.length + steps.length * width);
  table.set(sizes);
  let at = sizes.length;
  for (const step of steps) {
    put(table, at, step);
    at += width;
  }
  return table;
}

const isBound = ({ add, keep, then }: RunStep): boolean =>
  add === 0 && keep === LEAVE && then === 0;
const isPackable = ({ add, keep, floor }: RunStep): boolean =>
  keep !== FORGET && floor === NO_RUN_FLOOR && Math.abs(add) <= PACKED_MAX;

// Each kind has functions of its own, and calls nothing that another kind has made: a call of one
// of several functions costs as much as three look-ups.

/** Nothing but lower bounds, as in the standard format: the largest of one a byte. */
function furthest(cpu: Processor, sizes: readonly number[], steps: ByteSteps): Sizer {
  const t = tableOf(sizes, steps, 1, (table, at, { floor }) => {
    table[at] = floor;
  });
  const size = (lo: number): number =>
    Math.max(
      t[lo & 255] as number,
      t[256 + ((lo >>> 8) & 255)] as number,
      t[512 + ((lo >>> 16) & 255)] as number,
    );
  const split = splitter(cpu);
  const check = halvesChecker(cpu);
  const at = (lo: number, hi: number): number => {
    check(lo, hi);
    return size(lo);
  };
  return Object.assign((mask: bigint) => size(split(mask)[LOW] as number), { at });
}

/** No bounds, as in the compacted format: two numbers a step, `add` and the alignment in one. */
const packedTable = (sizes: readonly number[], steps: ByteSteps): Int32Array =>
  tableOf(sizes, steps, 2, (table, at, { add, keep, then }) => {
    table[at] = (add << 6) | (keep === ALIGN ? 63 : 0);
    table[at + 1] = then;
  });

function packed(cpu: Processor, sizes: readonly number[], steps: ByteSteps): Sizer {
  const t = packedTable(sizes, steps);
  const size = (lo: number): number => {
    let i = 256 + ((lo >>> 7) & 0x1fe);
    let w = t[i] as number;
    const x = (((t[lo & 255] as number) + (w >> 6)) & ~(w & 63)) + (t[i + 1] as number);
    i = 768 + ((lo >>> 15) & 0x1fe);
    w = t[i] as number;
    return ((x + (w >> 6)) & ~(w & 63)) + (t[i + 1] as number);
  };
  const split = splitter(cpu);
  const check = halvesChecker(cpu);
  const at = (lo: number, hi: number): number => {
    check(lo, hi);
    return size(lo);
  };
  return Object.assign((mask: bigint) => size(split(mask)[LOW] as number), { at });
}

/** The same for all eight bytes, written out: a loop takes twice as long. Halves are still inlined. */
function packedLong(cpu: Processor, sizes: readonly number[], steps: ByteSteps): Sizer {
  const t = packedTable(sizes, steps);
  const lower = (lo: number): number => {
    let i = 256 + ((lo >>> 7) & 0x1fe);
    let w = t[i] as number;
    let x = (((t[lo & 255] as number) + (w >> 6)) & ~(w & 63)) + (t[i + 1] as number);
    i = 768 + ((lo >>> 15) & 0x1fe);
    w = t[i] as number;
    x = ((x + (w >> 6)) & ~(w & 63)) + (t[i + 1] as number);
    i = 1280 + ((lo >>> 23) & 0x1fe);
    w = t[i] as number;
    return ((x + (w >> 6)) & ~(w & 63)) + (t[i + 1] as number);
  };
  const upper = (start: number, hi: number): number => {
    let i = 1792 + ((hi << 1) & 0x1fe);
    let w = t[i] as number;
    let x = ((start + (w >> 6)) & ~(w & 63)) + (t[i + 1] as number);
    i = 2304 + ((hi >>> 7) & 0x1fe);
    w = t[i] as number;
    x = ((x + (w >> 6)) & ~(w & 63)) + (t[i + 1] as number);
    i = 2816 + ((hi >>> 15) & 0x1fe);
    w = t[i] as number;
    x = ((x + (w >> 6)) & ~(w & 63)) + (t[i + 1] as number);
    i = 3328 + ((hi >>> 23) & 0x1fe);
    w = t[i] as number;
    return ((x + (w >> 6)) & ~(w & 63)) + (t[i + 1] as number);
  };
  const split = splitter(cpu);
  const check = halvesChecker(cpu);
  const at = (lo: number, hi: number): number => {
    check(lo, hi);
    return upper(lower(lo), hi);
  };
  const of = (mask: bigint): number => {
    const halves = split(mask);
    const hi = halves[HIGH] as number;
    return upper(lower(halves[LOW] as number), hi);
  };
  return Object.assign(of, { at });
}

/** Any steps: four numbers each. */
function general(cpu: Processor, sizes: readonly number[], steps: ByteSteps): Sizer {
  const t = tableOf(sizes, steps, 4, (table, at, { add, keep, then, floor }) => {
    table[at] = add;
    table[at + 1] = keep;
    table[at + 2] = then;
    table[at + 3] = floor;
  });
  const end = t.length;
  const size = (lo: number, hi: number): number => {
    let x = t[lo & 255] as number;
    let rest = lo >>> 8;
    for (let base = 256; base < end; base += 1024) {
      if (base === UPPER_HALF) rest = hi;
      const i = base + ((rest & 255) << 2);
      rest >>>= 8;
      x = Math.max(
        ((x + (t[i] as number)) & (t[i + 1] as number)) + (t[i + 2] as number),
        t[i + 3] as number,
      );
    }
    return x;
  };
  const split = splitter(cpu);
  const check = halvesChecker(cpu);
  const at = (lo: number, hi: number): number => {
    check(lo, hi);
    return size(lo, hi);
  };
  const of = (mask: bigint): number => {
    const halves = split(mask);
    return size(halves[LOW] as number, halves[HIGH] as number);
  };
  return Object.assign(of, { at });
}
/** Where the steps of the fourth byte begin in the table of `general`. */
const UPPER_HALF = 256 + 3 * 1024;
