/**
 * Intel Tiger Lake (CET, HDC).
 * Registers of 11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz, from the dump named as `source`; 15 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const TIGER_LAKE = entry(
  {
    id: "tiger-lake",
    name: "Intel Tiger Lake (CET, HDC)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00806C1_TigerLake_01_CPUID.txt@087af2c7d72c",
    xcr0: 0x2e7n,
    xss: 0x3900n,
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
    [ 13, "HDC",            8,  null ],
  ],
);
