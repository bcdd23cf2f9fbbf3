/**
 * What Linux prints as "max sigframe size" and passes as AT_MINSIGSTKSZ: the frame head, the XSAVE
 * area of every user component in the standard format, and padding. Linux get_sigframe_size().
 */

export type SigframeKind = "with 32-bit emulation" | "64-bit only";

/** Bytes of MAGIC2, behind the XSAVE image. */
export const MAGIC2 = 4;

/** Bytes of sigframe_ia32 with its tail, or of rt_sigframe where no 32-bit frame exists. */
const HEAD: Readonly<Record<SigframeKind, number>> = {
  "with 32-bit emulation": 736,
  "64-bit only": 440,
};

/** Bytes of the FSAVE header that a 32-bit frame has. */
const FSAVE: Readonly<Record<SigframeKind, number>> = {
  "with 32-bit emulation": 112,
  "64-bit only": 0,
};

/** What alignment of the head (16) and of the image (64) may cost. */
const PADDING = 15 + 63;

export const SIGFRAME_KINDS = Object.keys(HEAD) as readonly SigframeKind[];

/** Bytes behind the image: MAGIC2, and the FSAVE header where there are 32-bit frames. */
export const behindImage = (kind: SigframeKind): number => MAGIC2 + FSAVE[kind];

const rounded = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Bytes of the largest signal frame where the user components take `standardSize` bytes. */
export const sigframeSize = (standardSize: number, kind: SigframeKind): number =>
  // Around the image: 930, or 522 on a kernel that is 64-bit only.
  rounded(HEAD[kind] + standardSize + behindImage(kind) + PADDING);

/** Bytes of an FXSAVE image, all that a kernel without XSAVE puts into a frame. */
export const FXSAVE = 512;

/** The same where the kernel has switched XSAVE off: no MAGIC2 behind the image. */
export const fxsaveSigframeSize = (kind: SigframeKind): number =>
  rounded(HEAD[kind] + FXSAVE + FSAVE[kind] + PADDING);
