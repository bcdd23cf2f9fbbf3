/**
 * Sets of xfeatures inside the model: 31-bit numbers, because a search handles millions of them.
 * Masks are `bigint` outside, as everywhere. Linux 6.17 arch/x86/include/asm/fpu/xstate.h.
 */
import * as masks from "../../rules/linux-masks.ts";
import { bitsOf, hex } from "../../xsave/mask.ts";

/** A set of xfeatures, bit i for xfeature i. Bit 63 of `__state_perm` is `locked` in the model. */
export type Xfeatures = number;

/** The highest xfeature that the model holds; Linux stops at 19 (6.16). */
export const LAST_XFEATURE = 30;

/** x87 and SSE, without which the kernel turns XSAVE off. */
export const FP_SSE: Xfeatures = 0x3;
/** XTILECFG and XTILEDATA: the one pair that KVM reports together. */
export const XTILE_CFG: Xfeatures = 1 << 17;
export const XTILE_DATA: Xfeatures = 1 << 18;
/**
 * CET_S: a supervisor xfeature that only guests get. Never "dynamic": "There is nothing dynamic about
 * whether or not XFEATURE_CET_KERNEL is allowed" (S. Christopherson, 1 November 2023).
 */
export const GUEST_ONLY: Xfeatures = Number(masks.CET_S);

/** Every xfeature that some version manages. */
export const MANAGED = masks.USER_SUPPORTED | masks.SUPERVISOR_SUPPORTED;

/** Every number that Linux has given to an xfeature, up to APX (19). */
export const LINUX_XFEATURES: Xfeatures = 0xfffff;
/** The user xfeatures that KVM can give a guest; no APX up to 6.18. KVM x86.c supported_xcr0. */
export const KVM_USER_XFEATURES: Xfeatures = Number(masks.KVM_XCR0);
/** The supervisor xfeatures that KVM can give a guest where it virtualises IA32_XSS (6.18). */
export const KVM_SUPERVISOR_XFEATURES: Xfeatures = Number(masks.KVM_XSS);

/** True if every xfeature of `part` is in `whole`. */
export const within = (part: Xfeatures, whole: Xfeatures): boolean => (part & ~whole) === 0;

/**
 * `mask` as a set of the model.
 *
 * @throws {RangeError} if it has a bit over 30.
 */
export function xfeaturesOf(mask: bigint): Xfeatures {
  if (mask >> BigInt(LAST_XFEATURE + 1) !== 0n) {
    throw new RangeError(
      `bit ${bitsOf(mask).at(-1)} is over ${LAST_XFEATURE}: no kernel manages it (Linux stops at 19)`,
    );
  }
  return Number(mask);
}

/** The numbers of the xfeatures in a set, ascending. */
export const listOf = (xfeatures: Xfeatures): number[] => bitsOf(BigInt(xfeatures));

/** A set as printed everywhere. */
export const hexOf = (xfeatures: Xfeatures): string => hex(BigInt(xfeatures));
