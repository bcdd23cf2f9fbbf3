/** NetBSD's hypervisor: x87, and AVX on SSE alone; what else goes together is not asked. */
import type { Permit } from "./permit.ts";

export const NVMM_PERMIT: Permit = {
  id: "nvmm",
  stands: "NetBSD's and DragonFly's nvmm",
  source: "NetBSD sys/dev/nvmm/x86/nvmm_x86.c nvmm_x86_xcr0_valid()",
  otherwise: "refused",
  components: null,
  rows: [
    { some: ~0n, needs: 1n, sentence: "x87 must be set" },
    { some: 4n, needs: 2n, sentence: "AVX needs SSE" },
  ],
  walk: (_, xcr0) => (xcr0 & 1n) === 1n && (xcr0 & 0b110n) !== 0b100n,
};
