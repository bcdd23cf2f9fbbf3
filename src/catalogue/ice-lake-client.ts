/**
 * Intel Ice Lake-U/Y (HDC).
 * Registers of Intel(R) Core(TM) i7-1065G7 CPU @ 1.30GHz, from the dump named as `source`; 10 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ICE_LAKE_CLIENT = entry(
  {
    id: "ice-lake-client",
    name: "Intel Ice Lake-U/Y (HDC)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00706E5_IceLakeY_CPUID.txt@087af2c7d72c",
    xcr0: 0x2e7n,
    xss: 0x2100n,
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
    [ 13, "HDC",            8,  null ],
  ],
);
