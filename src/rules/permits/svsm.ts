/** COCONUT-SVSM clears what its page of CPUID has no sub-leaf for, and asks nothing else. */
import { described } from "../../xsave/processor.ts";
import type { Permit } from "./permit.ts";

export const SVSM_PERMIT: Permit = {
  id: "svsm",
  stands: "COCONUT-SVSM: a bit without its sub-leaf is cleared",
  source: "coconut-svsm kernel/src/cpu/cpuid.rs filter_xsave_features()",
  otherwise: "cleared",
  components: null,
  rows: [],
  walk: (cpu, xcr0) => (xcr0 & ~described(cpu)) === 0n,
};
