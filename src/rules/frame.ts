/**
 * What Linux prints as "max sigframe size" and passes as AT_MINSIGSTKSZ: the frame head, the XSAVE
 * area of every user component in the standard format, and padding. Linux get_sigframe_size().
 */

export type SigframeKind = "with 32-bit emulation" | "64-bit only";

/** Frame head, 112 bytes of legacy FSAVE header where 32-bit frames exist, all before rounding. */
const AROUND: Readonly<Record<SigframeKind, number>> = {
  // 736 (frame) + 15 (its padding) + 4 (MAGIC2) + 112 (FSAVE header) + 63 (area alignment)
  "with 32-bit emulation": 930,
  // 440 + 15 + 4 + 63: no 32-bit frame, no FSAVE header
  "64-bit only": 522,
};

export const SIGFRAME_KINDS = Object.keys(AROUND) as readonly SigframeKind[];

/** Bytes of the largest signal frame where the user components take `standardSize` bytes. */
export const sigframeSize = (standardSize: number, kind: SigframeKind): number =>
  Math.ceil((standardSize + AROUND[kind]) / 16) * 16;
