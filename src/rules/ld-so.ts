/**
 * Where the dynamic loader of glibc saves the registers of arguments, on the stack: how many bytes it
 * takes for that, from the sub-leaves of 0DH, whether or not the system has enabled them.
 */

import { featuresOf } from "../xsave/features.ts";
import { compactedSize, layout } from "../xsave/layout.ts";
import { bit } from "../xsave/mask.ts";
import { described, type Processor } from "../xsave/processor.ts";

/** Components that the loader saves: no BNDCSR, no PKRU. sysdeps/x86/sysdep.h. */
export const LD_SO_2_33 = 0xeen;
export const LD_SO_2_42 = 0x800een;
/** With both parts of AMX: what a TLS descriptor saves. */
export const LD_SO_2_42_FULL = 0xe00een;

/** Bytes in front of the area: integer registers. */
export const LD_SO_REGISTERS = 64;

/** Bytes that 2.42 counts for registers and what a call takes. */
const TLSDESC_CALL = 88;

const XSAVEC = 0b10;
const up64 = (n: number): number => Math.ceil(n / 64) * 64;
const withXsavec = (cpu: Processor, bytes: () => number): number | null =>
  // Without XSAVEC it takes 0DH.0.EBX of the time, which is what the area takes.
  (featuresOf(cpu) & XSAVEC) === 0 ? null : bytes();

/** 2.33 to 2.39: resolver and descriptor alike. sysdeps/x86/cpu-features.c. */
export const ldSo233 = (cpu: Processor): number | null =>
  withXsavec(cpu, () => up64(compactedSize(cpu, LD_SO_2_33 & described(cpu)) + LD_SO_REGISTERS));

/** 2.42 on, for a TLS descriptor. sysdeps/x86/cpu-features.c. */
export const ldSo242Tlsdesc = (cpu: Processor): number | null =>
  withXsavec(cpu, () => tlsdesc(cpu));

const tlsdesc = (cpu: Processor): number =>
  up64(compactedSize(cpu, LD_SO_2_42_FULL & described(cpu)) + TLSDESC_CALL);

/** 2.42 on, for the resolver of a symbol: the same without the span of AMX. */
export const ldSo242Resolver = (cpu: Processor): number | null =>
  withXsavec(cpu, () => tlsdesc(cpu) - (offsetOf(cpu, 19) - offsetOf(cpu, 17)));

/** Where component `n` begins among the others, or would. */
function offsetOf(cpu: Processor, n: number): number {
  const mask = LD_SO_2_42_FULL & described(cpu);
  const found = layout(cpu, mask, "compacted").components.find((one) => one.bit === n);
  return found?.offset ?? compactedSize(cpu, mask & (bit(n) - 1n));
}
