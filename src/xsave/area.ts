/** The XSAVE header: bytes 512..575 of the area. SDM1 13.4.2. */

/** Bit 63 of XCOMP_BV: the area is in the compacted format. */
export const COMPACTED_FLAG = 1n << 63n;

/** XCOMP_BV of a compacted area that holds `mask`; bits 0 and 1 as given. */
export const xcompBv = (mask: bigint): bigint => mask | COMPACTED_FLAG;
