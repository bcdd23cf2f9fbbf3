/** FreeBSD's hypervisor: only components whose rules it knows are let through. */
import { WHOLE_VECTORS } from "./kvm.ts";
import type { Permit } from "./permit.ts";

export const BHYVE_PERMIT: Permit = {
  id: "bhyve",
  stands: "bhyve on Intel",
  source: "FreeBSD sys/amd64/vmm/intel/vmx.c vmx_emulate_xsetbv(), vmm_host.c xcr0_allowed",
  otherwise: "refused",
  components: 0xffn,
  rows: WHOLE_VECTORS,
  walk(_, xcr0) {
    const [AVX, MPX, AVX512] = [0b111n, 0b11000n, 0b11100000n];
    if (xcr0 & ~(AVX | MPX | AVX512) || !(xcr0 & 1n)) return false;
    if (xcr0 & 4n && (xcr0 & AVX) !== AVX) return false;
    if (xcr0 & AVX512 && (xcr0 & (AVX512 | AVX)) !== (AVX512 | AVX)) return false;
    return ((xcr0 & 8n) !== 0n) === ((xcr0 & 16n) !== 0n);
  },
};
