/**
 * Zhaoxin YongFeng KH-40000 (PKRU at 2688, XSAVEOPT only).
 * Registers of ZHAOXIN KaiSheng KH-40000/16@2.2GHz, from the dump named as `source`; 4 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ZHAOXIN_KH40000 = entry(
  {
    id: "zhaoxin-kh40000",
    name: "Zhaoxin YongFeng KH-40000 (PKRU at 2688, XSAVEOPT only)",
    vendor: "CentaurHauls",
    source: "InstLatx64/InstLatx64:CentaurHauls/CentaurHauls00507B3_KX40000_01_CPUID.txt@087af2c7d72c",
    xcr0: 0x207n,
    xss: 0x0n,
    eax1: 0x1,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
    [  9, "PKRU",      8,  2688 ],
  ],
);
