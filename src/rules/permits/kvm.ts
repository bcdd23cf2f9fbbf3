/** KVM: XSETBV of a guest, KVM_SET_XCRS, the state of a vCPU that arrives. */
import type { LegalityRule } from "../../xsave/legality.ts";
import { KVM_XCR0, KVM_XCR0_5_16 } from "../linux-masks.ts";
import type { Permit } from "./permit.ts";

/** x87; AVX needs SSE; MPX, and AVX-512 on AVX, each whole. Xen asks the same. */
export const WHOLE_VECTORS: readonly LegalityRule[] = [
  { some: ~0n, needs: 1n, sentence: "x87 must be set" },
  { some: 4n, needs: 2n, sentence: "AVX needs SSE" },
  { some: 0x18n, needs: 0x18n, sentence: "BNDREGS and BNDCSR go together" },
  { some: 0xe0n, needs: 0xe4n, sentence: "AVX-512 is whole, and needs AVX" },
];

export const WHOLE_TILES: LegalityRule = {
  some: 0x60000n,
  needs: 0x60000n,
  sentence: "XTILECFG and XTILEDATA go together",
};

const SOURCE = "Linux arch/x86/kvm/x86.c __kvm_set_xcr(), KVM_SUPPORTED_XCR0";

function vectorsPass(xcr0: bigint): boolean {
  const [FP, SSE, YMM, BNDREGS, BNDCSR, AVX512] = [1n, 2n, 4n, 8n, 16n, 7n << 5n];
  if (!(xcr0 & FP)) return false;
  if (xcr0 & YMM && !(xcr0 & SSE)) return false;
  if (!(xcr0 & BNDREGS) !== !(xcr0 & BNDCSR)) return false;
  return !(xcr0 & AVX512) || ((xcr0 & YMM) !== 0n && (xcr0 & AVX512) === AVX512);
}

export const KVM_PERMIT: Permit = {
  id: "kvm",
  stands: "KVM, Linux 5.17 on",
  source: SOURCE,
  otherwise: "refused",
  components: KVM_XCR0,
  rows: [...WHOLE_VECTORS, WHOLE_TILES],
  walk(_, xcr0) {
    const XTILE = 3n << 17n;
    const valid = 0xffn | (1n << 9n) | XTILE;
    if (xcr0 & ~valid || !vectorsPass(xcr0)) return false;
    return !(xcr0 & XTILE) || (xcr0 & XTILE) === XTILE;
  },
};

export const KVM_5_16_PERMIT: Permit = {
  id: "kvm-5.16",
  stands: "KVM to Linux 5.16",
  source: SOURCE,
  otherwise: "refused",
  components: KVM_XCR0_5_16,
  rows: WHOLE_VECTORS,
  walk: (_, xcr0) => (xcr0 & ~(0xffn | (1n << 9n))) === 0n && vectorsPass(xcr0),
};
