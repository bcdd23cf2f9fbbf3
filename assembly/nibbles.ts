/**
 * Sizes of arbitrary masks, 32 at a time: one composed step for each value of four bits, looked up
 * by swizzles of 16-byte tables, in unsigned 16-bit lanes. The host has made sure that every value
 * fits them (src/exhaustive/nibble-program.ts); rules for which it does not take batch.ts.
 *
 * A program is a row for each four bits that do anything: u8 plane (16 times the byte of the mask),
 * u8 shift (0 or 4), u8 kind, padding; then tables of 16 bytes, low and high bytes apart.
 */
import { ROW_ALIGN, ROW_APPEND, ROW_BOUND } from "../src/core/abi";
import { batchMasks, batchSizes, planes, program, tail } from "./memory";

/** Masks in a turn: two vectors of bytes. */
const TURN: u32 = 32;
/** Where the planes of the second 16 masks lie. */
const SECOND: usize = 128;

/** 16-bit lanes 0 to 7 of what has these low and high bytes. */
function lower(low: v128, high: v128): v128 {
  return i8x16.shuffle(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** 16-bit lanes 8 to 15. */
function upper(low: v128, high: v128): v128 {
  return i8x16.shuffle(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

function evenWords(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
}
function oddWords(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
}
function evenBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}
function oddBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

/** Four planes of 16 masks, from their halves of 32 bits. */
function storePlanes(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const low0 = evenWords(a, b);
  const low1 = evenWords(c, d);
  v128.store(to, evenBytes(low0, low1), 0);
  v128.store(to, oddBytes(low0, low1), 16);
  const high0 = oddWords(a, b);
  const high1 = oddWords(c, d);
  v128.store(to, evenBytes(high0, high1), 32);
  v128.store(to, oddBytes(high0, high1), 48);
}

/** The bytes of 16 masks by place: plane k of them at to + 16 k. The union of the masks, in two lanes. */
function split(from: usize, to: usize, wide: bool): v128 {
  const a = v128.load(from, 0);
  const b = v128.load(from, 16);
  const c = v128.load(from, 32);
  const d = v128.load(from, 48);
  const e = v128.load(from, 64);
  const f = v128.load(from, 80);
  const g = v128.load(from, 96);
  const h = v128.load(from, 112);
  storePlanes(
    to,
    i32x4.shuffle(a, b, 0, 2, 4, 6),
    i32x4.shuffle(c, d, 0, 2, 4, 6),
    i32x4.shuffle(e, f, 0, 2, 4, 6),
    i32x4.shuffle(g, h, 0, 2, 4, 6),
  );
  if (wide) {
    storePlanes(
      to + 64,
      i32x4.shuffle(a, b, 1, 3, 5, 7),
      i32x4.shuffle(c, d, 1, 3, 5, 7),
      i32x4.shuffle(e, f, 1, 3, 5, 7),
      i32x4.shuffle(g, h, 1, 3, 5, 7),
    );
  }
  return v128.or(v128.or(v128.or(a, b), v128.or(c, d)), v128.or(v128.or(e, f), v128.or(g, h)));
}

/** Eight results, to 32 bits each. */
function storeWide(to: usize, x: v128): void {
  v128.store(to, i32x4.extend_low_i16x8_u(x), 0);
  v128.store(to, i32x4.extend_high_i16x8_u(x), 16);
}

/** The same where `present` has ones; 0xffffffff elsewhere. */
function storePresent(to: usize, x: v128, present: v128): void {
  const low = v128.not(i32x4.extend_low_i16x8_s(present));
  const high = v128.not(i32x4.extend_high_i16x8_s(present));
  v128.store(to, v128.or(i32x4.extend_low_i16x8_u(x), low), 0);
  v128.store(to, v128.or(i32x4.extend_high_i16x8_u(x), high), 16);
}

/** One step for all lanes. */
function stepped(x: v128, add: v128, keep: v128, then: v128, floor: v128): v128 {
  return i16x8.max_u(i16x8.add(v128.and(i16x8.add(x, add), keep), then), floor);
}

/**
 * batchSizes[i] = what the program makes of `start` for batchMasks[i], i in [0, count): the size, or
 * where `bit` is not negative the offset of that component, 0xffffffff where it is absent.
 * Returns whether every bit of every mask is one of `known`; if not, the results mean nothing.
 *
 * @param end where the program ends
 * @param wide whether a bit from 32 on does anything
 */
export function programRun(
  count: u32,
  start: i32,
  end: usize,
  wide: bool,
  bit: i32,
  known: u64,
): bool {
  const first = i16x8.splat(<i16>start);
  const nibble = i8x16.splat(15);
  const ones = i8x16.splat(-1);
  let seen = i64x2.splat(0);
  for (let at: u32 = 0; at < count; at += TURN) {
    let from = batchMasks + <usize>at * 8;
    if (count - at < TURN) {
      // What lies behind the last mask is the caller's.
      memory.fill(tail, 0, TURN * 8);
      memory.copy(tail, from, <usize>(count - at) * 8);
      from = tail;
    }
    seen = v128.or(seen, split(from, planes, wide));
    seen = v128.or(seen, split(from + 128, planes + SECOND, wide));
    let x0 = first;
    let x1 = first;
    let x2 = first;
    let x3 = first;
    for (let row = program; row < end; ) {
      const plane = planes + <usize>load<u8>(row, 0);
      const shift = <i32>load<u8>(row, 1);
      const kind = <i32>load<u8>(row, 2);
      // Across bytes: what comes from the neighbour is above the four bits that stay.
      const n = v128.and(i16x8.shr_u(v128.load(plane), shift), nibble);
      const m = v128.and(i16x8.shr_u(v128.load(plane, SECOND), shift), nibble);
      const low = v128.load(row, 16);
      const high = v128.load(row, 32);
      const nLow = i8x16.swizzle(low, n);
      const nHigh = i8x16.swizzle(high, n);
      const mLow = i8x16.swizzle(low, m);
      const mHigh = i8x16.swizzle(high, m);
      if (kind === ROW_APPEND) {
        x0 = i16x8.add(x0, lower(nLow, nHigh));
        x1 = i16x8.add(x1, upper(nLow, nHigh));
        x2 = i16x8.add(x2, lower(mLow, mHigh));
        x3 = i16x8.add(x3, upper(mLow, mHigh));
        row += 48;
      } else if (kind === ROW_BOUND) {
        x0 = i16x8.max_u(x0, lower(nLow, nHigh));
        x1 = i16x8.max_u(x1, upper(nLow, nHigh));
        x2 = i16x8.max_u(x2, lower(mLow, mHigh));
        x3 = i16x8.max_u(x3, upper(mLow, mHigh));
        row += 48;
      } else if (kind === ROW_ALIGN) {
        const addLow = v128.load(row, 48);
        const addHigh = v128.load(row, 64);
        const keep = v128.load(row, 80);
        const nAddLow = i8x16.swizzle(addLow, n);
        const nAddHigh = i8x16.swizzle(addHigh, n);
        const nKeep = i8x16.swizzle(keep, n);
        x0 = v128.and(i16x8.add(x0, lower(nAddLow, nAddHigh)), lower(nKeep, ones));
        x1 = v128.and(i16x8.add(x1, upper(nAddLow, nAddHigh)), upper(nKeep, ones));
        x0 = i16x8.add(x0, lower(nLow, nHigh));
        x1 = i16x8.add(x1, upper(nLow, nHigh));
        const mAddLow = i8x16.swizzle(addLow, m);
        const mAddHigh = i8x16.swizzle(addHigh, m);
        const mKeep = i8x16.swizzle(keep, m);
        x2 = v128.and(i16x8.add(x2, lower(mAddLow, mAddHigh)), lower(mKeep, ones));
        x3 = v128.and(i16x8.add(x3, upper(mAddLow, mAddHigh)), upper(mKeep, ones));
        x2 = i16x8.add(x2, lower(mLow, mHigh));
        x3 = i16x8.add(x3, upper(mLow, mHigh));
        row += 96;
      } else {
        const nAddLow = i8x16.swizzle(v128.load(row, 48), n);
        const nAddHigh = i8x16.swizzle(v128.load(row, 64), n);
        const nKeepLow = i8x16.swizzle(v128.load(row, 80), n);
        const nKeepHigh = i8x16.swizzle(v128.load(row, 96), n);
        const nFloorLow = i8x16.swizzle(v128.load(row, 112), n);
        const nFloorHigh = i8x16.swizzle(v128.load(row, 128), n);
        x0 = stepped(
          x0,
          lower(nAddLow, nAddHigh),
          lower(nKeepLow, nKeepHigh),
          lower(nLow, nHigh),
          lower(nFloorLow, nFloorHigh),
        );
        x1 = stepped(
          x1,
          upper(nAddLow, nAddHigh),
          upper(nKeepLow, nKeepHigh),
          upper(nLow, nHigh),
          upper(nFloorLow, nFloorHigh),
        );
        const mAddLow = i8x16.swizzle(v128.load(row, 48), m);
        const mAddHigh = i8x16.swizzle(v128.load(row, 64), m);
        const mKeepLow = i8x16.swizzle(v128.load(row, 80), m);
        const mKeepHigh = i8x16.swizzle(v128.load(row, 96), m);
        const mFloorLow = i8x16.swizzle(v128.load(row, 112), m);
        const mFloorHigh = i8x16.swizzle(v128.load(row, 128), m);
        x2 = stepped(
          x2,
          lower(mAddLow, mAddHigh),
          lower(mKeepLow, mKeepHigh),
          lower(mLow, mHigh),
          lower(mFloorLow, mFloorHigh),
        );
        x3 = stepped(
          x3,
          upper(mAddLow, mAddHigh),
          upper(mKeepLow, mKeepHigh),
          upper(mLow, mHigh),
          upper(mFloorLow, mFloorHigh),
        );
        row += 144;
      }
    }
    const to = batchSizes + <usize>at * 4;
    if (bit < 0) {
      storeWide(to, x0);
      storeWide(to + 32, x1);
      storeWide(to + 64, x2);
      storeWide(to + 96, x3);
    } else {
      placeTurn(to, x0, x1, x2, x3, bit);
    }
  }
  return ((i64x2.extract_lane(seen, 0) | i64x2.extract_lane(seen, 1)) & ~known) === 0;
}

/** The offsets of component `bit`, which are these where it is present. */
function placeTurn(to: usize, x0: v128, x1: v128, x2: v128, x3: v128, bit: i32): void {
  const plane = planes + <usize>(bit >> 3) * 16;
  const mask = i8x16.splat(<i8>((<i32>1) << (bit & 7)));
  const n = i8x16.eq(v128.and(v128.load(plane), mask), mask);
  const m = i8x16.eq(v128.and(v128.load(plane, SECOND), mask), mask);
  storePresent(to, x0, lower(n, n));
  storePresent(to + 32, x1, upper(n, n));
  storePresent(to + 64, x2, lower(m, m));
  storePresent(to + 96, x3, upper(m, m));
}

/** The union of the first `count` masks of a batch. */
export function batchUnion(count: u32): u64 {
  const from = batchMasks;
  const whole = from + <usize>(count & ~3) * 8;
  let even = i64x2.splat(0);
  let odd = i64x2.splat(0);
  for (let at = from; at < whole; at += 32) {
    even = v128.or(even, v128.load(at));
    odd = v128.or(odd, v128.load(at, 16));
  }
  const all = v128.or(even, odd);
  let seen: u64 = i64x2.extract_lane(all, 0) | i64x2.extract_lane(all, 1);
  for (let at = whole; at < from + <usize>count * 8; at += 8) seen |= load<u64>(at);
  return seen;
}
