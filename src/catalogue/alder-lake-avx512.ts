/**
 * Intel Alder Lake, E-cores off / early ucode (AVX-512).
 * Registers of 12th Gen Intel(R) Core(TM) i9-12900K, from the dump named as `source`; 7 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ALDER_LAKE_AVX512 = entry(
  {
    id: "alder-lake-avx512",
    name: "Intel Alder Lake, E-cores off / early ucode (AVX-512)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel0090672_AlderLake_01_BC_AVX512_CPUID.txt@087af2c7d72c",
    xcr0: 0x2e7n,
    xss: 0x19900n,
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
    [ 11, "CET_U",         16,  null ],
    [ 12, "CET_S",         24,  null ],
    [ 15, "LBR",          808,  null ],
    [ 16, "HWP",            8,  null ],
  ],
);
