/** Xen: XSETBV of a guest, and the state of one that arrives. */
import { WHOLE_TILES, WHOLE_VECTORS } from "./kvm.ts";
import type { Permit } from "./permit.ts";

export const XEN_PERMIT: Permit = {
  id: "xen",
  stands: "Xen 4.19 on",
  source: "Xen xen/arch/x86/xstate.c valid_xcr0(), handle_xsetbv()",
  otherwise: "refused",
  // X86_XCR0_STATES.
  components: 0x4000_0000_0006_02ffn,
  rows: [...WHOLE_VECTORS, WHOLE_TILES],
  walk(_, xcr0) {
    const bit = (n: number) => (xcr0 & (1n << BigInt(n))) !== 0n;
    const known = [0, 1, 2, 3, 4, 5, 6, 7, 9, 17, 18, 62];
    for (let n = 0; n < 64; n++) if (bit(n) && !known.includes(n)) return false;
    if (!bit(0)) return false;
    if (bit(2) && !bit(1)) return false;
    if (bit(5) || bit(6) || bit(7)) {
      if (!bit(2)) return false;
      if (!(bit(5) && bit(6) && bit(7))) return false;
    }
    return bit(3) === bit(4) && bit(17) === bit(18);
  },
};
