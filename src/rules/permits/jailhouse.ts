/** Jailhouse hands XSETBV of a cell on to the processor, which faults in the hypervisor then. */
import type { Permit } from "./permit.ts";

export const JAILHOUSE_PERMIT: Permit = {
  id: "jailhouse",
  stands: "Jailhouse",
  source: "Jailhouse hypervisor/arch/x86, XSETBV of a cell",
  otherwise: "refused",
  components: null,
  rows: [{ some: ~0n, needs: 1n, sentence: "x87 must be set" }],
  walk: (_, xcr0) => xcr0 % 2n === 1n,
};
