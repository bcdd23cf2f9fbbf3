/**
 * Intel Ice Lake-SP.
 * Registers of Intel(R) Xeon(R) Platinum 8351N CPU @ 2.40GHz, from the dump named as `source`; 4 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ICE_LAKE_SP = entry(
  {
    id: "ice-lake-sp",
    name: "Intel Ice Lake-SP",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00606A6_ICX_CPUID3.txt@087af2c7d72c",
    xcr0: 0x2e7n,
    xss: 0x100n,
    eax1: 0xf,
  },
  [
    //bit  name          size offset
    [  2, "AVX",          256,   576 ],
    [  5, "opmask",        64,  1088 ],
    [  6, "ZMM_Hi256",    512,  1152 ],
    [  7, "Hi16_ZMM",    1024,  1664 ],
    [  8, "PT",           128,  null ],
    [  9, "PKRU",           8,  2688 ],
  ],
);
