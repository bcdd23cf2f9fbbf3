/**
 * Which xfeatures Linux and KVM manage, each set once. Linux arch/x86/include/asm/fpu/xstate.h
 * XFEATURE_MASK_*; KVM x86.c supported_xcr0, supported_xss.
 */

/** x87 to PKRU without PT, and AMX: what every kernel from 5.16 on enables for user space. */
export const USER_5_16 = 0x602ffn;
/** From 6.16 on. */
export const APX = 0x80000n;
/** XFEATURE_MASK_USER_SUPPORTED of 6.16 on. */
export const USER_SUPPORTED = USER_5_16 | APX;

/** PASID, from 5.18 on. */
export const PASID = 0x400n;
/** CET_U, from 6.6 on. */
export const CET_U = 0x800n;
/** CET_S, from 6.17 on: guests alone get it. */
export const CET_S = 0x1000n;
/** What task and vCPU buffers may hold beside user xfeatures. LBR has a buffer of its own. */
export const SUPERVISOR_SUPPORTED = PASID | CET_U | CET_S;

/** What KVM can give a guest in XCR0: no APX up to 6.18. @alias */
export const KVM_XCR0 = USER_5_16;
/** The same before 5.17, which knows no AMX. */
export const KVM_XCR0_5_16 = 0x2ffn;
/** What KVM can give a guest in IA32_XSS, from 6.18 on. */
export const KVM_XSS = CET_U | CET_S;
