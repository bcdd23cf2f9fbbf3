/**
 * The XSAVE area by place: legacy region, header, page. Bytes from its start. SDM1 13.4.1, 13.4.2.
 */

import { MASK_MAX } from "./mask.ts";

/** Bit 63 of XCOMP_BV: the area is in the compacted format. */
export const COMPACTED_FLAG = 1n << 63n;

/** XCOMP_BV of a compacted area that holds `mask`; bits 0 and 1 as given. */
export const xcompBv = (mask: bigint): bigint => mask | COMPACTED_FLAG;

/**
 * The mask of the components that `xcompBv`, an XCOMP_BV, says an area holds: without bit 63.
 *
 * @throws {TypeError} if it is no bigint; {RangeError} if it is no value of 64 bits.
 */
export function maskOf(xcompBv: bigint): bigint {
  if (typeof xcompBv !== "bigint")
    throw new TypeError(`XCOMP_BV is a bigint, not ${typeof xcompBv}`);
  if (xcompBv < 0n || xcompBv > MASK_MAX) {
    throw new RangeError(`XCOMP_BV has 64 bits, and is not ${xcompBv}`);
  }
  return xcompBv & ~COMPACTED_FLAG;
}

/** Bytes of a page of memory. */
export const PAGE = 4096;

/** Pages of 4 KiB that hold `bytes`. */
export const pagesOf = (bytes: number): number => Math.ceil(bytes / PAGE);

/** MXCSR and its mask in the legacy region, and the first XMM register; SDM1 table 10-2. */
export const MXCSR_OFFSET = 24;
export const MXCSR_MASK_OFFSET = 28;
export const ST_OFFSET = 32;
export const XMM_OFFSET = 160;
/** Bytes that software may use; Linux and FreeBSD leave XCR0 in the first word. SDM1 table 10-2. */
export const SOFTWARE_OFFSET = 464;
/** XSTATE_BV and XCOMP_BV, the first two words of the header. */
export const XSTATE_BV_OFFSET = 512;
export const XCOMP_BV_OFFSET = 520;
/** The x87 control word and MXCSR in their initial configuration. SDM1 13.6. */
export const INITIAL_FCW = 0x37f;
export const INITIAL_MXCSR = 0x1f80;
