/** A mask as two numbers of 32 bits: what JavaScript computes fast with. */
import { checkMask, described, type Processor } from "./processor.ts";

const whole = new BigUint64Array(1);
const parts = new Uint32Array(whole.buffer);
/** Which part is the low one: the first where the machine is little-endian, as nearly all are. */
export const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;
export const HIGH = 1 - LOW;

/** The low 32 bits of `mask`, unsigned. */
export const lowOf = (mask: bigint): number => Number(mask & 0xffffffffn);
/** The bits of `mask` from 32 on, unsigned. */
export const highOf = (mask: bigint): number => Number((mask >> 32n) & 0xffffffffn);

/**
 * The halves of a mask at LOW and HIGH, once `checkMask` would take it for `cpu`: one array for all,
 * to be read before the next call.
 *
 * What it throws is what `checkMask` throws.
 */
export function splitter(cpu: Processor): (mask: bigint) => Uint32Array {
  const known = described(cpu);
  const none = new Uint32Array(new BigUint64Array([~known & 0xffff_ffff_ffff_ffffn]).buffer);
  const [noneFirst, noneSecond] = none as unknown as [number, number];
  return (mask) => {
    if (typeof mask !== "bigint") checkMask(cpu, mask);
    whole[0] = mask;
    const unknown = ((parts[0] as number) & noneFirst) | ((parts[1] as number) & noneSecond);
    // The element holds 64 bits: a mask that is negative or larger comes back as another.
    if (unknown !== 0 || whole[0] !== mask) checkMask(cpu, mask);
    return parts;
  };
}

/**
 * The check of two halves of a mask, as `splitter` makes it of a mask.
 *
 * What it throws: TypeError if one is no integer in 0..2^32-1, RangeError if a bit names no component.
 */
export function halvesChecker(cpu: Processor): (lo: number, hi: number) => void {
  const known = described(cpu);
  const noneLow = ~lowOf(known);
  const noneHigh = ~highOf(known);
  return (lo, hi) => {
    if (typeof lo !== "number" || lo >>> 0 !== lo) throw noHalf("lo", lo);
    if (typeof hi !== "number" || hi >>> 0 !== hi) throw noHalf("hi", hi);
    if ((lo & noneLow) | (hi & noneHigh)) checkMask(cpu, (BigInt(hi) << 32n) | BigInt(lo));
  };
}

const noHalf = (name: string, value: unknown): TypeError =>
  new TypeError(`${name} is half a mask, an integer in 0..2^32-1, not ${String(value)}`);
