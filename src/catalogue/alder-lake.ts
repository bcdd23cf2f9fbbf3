/**
 * Intel Alder Lake (CET, LBR, HWP).
 * Registers of 12th Gen Intel(R) Core(TM) i9-12900K, from the dump named as `source`; 31 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ALDER_LAKE = entry(
  {
    id: "alder-lake",
    name: "Intel Alder Lake (CET, LBR, HWP)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel0090672_AlderLake_01_LC_BC_CPUID.txt@087af2c7d72c",
    xcr0: 0x207n,
    xss: 0x19900n,
    eax1: 0xf,
  },
  [
    //bit  name      size offset
    [  2, "AVX",      256,   576 ],
    [  8, "PT",       128,  null ],
    [  9, "PKRU",       8,  2688 ],
    [ 11, "CET_U",     16,  null ],
    [ 12, "CET_S",     24,  null ],
    [ 15, "LBR",      808,  null ],
    [ 16, "HWP",        8,  null ],
  ],
);
