/**
 * Intel Penryn / Wolfdale (XSAVE without AVX).
 * Registers of Pentium(R) Dual-Core CPU T4200 @ 2.00GHz, from the dump named as `source`; 7 dumps agree. No row of
 * sub-leaf 1: it has none of the instructions there (SDM2 CPUID), XSAVEOPT came with Sandy Bridge.
 */
import { entry } from "./entry.ts";

export const PENRYN = entry(
  {
    id: "penryn",
    name: "Intel Penryn / Wolfdale (XSAVE without AVX)",
    vendor: "GenuineIntel",
    source:
      "jcurl/RJCP.DLL.CpuId:CpuIdTest/TestResources/contrib/instlatx64/GenuineIntel/GenuineIntel001067A_Penryn_CPUID.xml@2f6b49774a9d",
    xcr0: 0x3n,
    xss: 0x0n,
    eax1: 0x0,
  },
  [],
);
