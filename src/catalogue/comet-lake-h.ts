/**
 * Intel Comet Lake-S/H (MPX+PKRU).
 * Registers of Intel(R) Core(TM) i7-10750H CPU @ 2.60GHz, from the dump named as `source`; 5 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const COMET_LAKE_H = entry(
  {
    id: "comet-lake-h",
    name: "Intel Comet Lake-S/H (MPX+PKRU)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00A0652_CometLake_CPUID1.txt@087af2c7d72c",
    xcr0: 0x21fn,
    xss: 0x100n,
    eax1: 0xf,
  },
  [
    //bit  name        size offset
    [  2, "AVX",        256,   576 ],
    [  3, "BNDREGS",     64,   960 ],
    [  4, "BNDCSR",      64,  1024 ],
    [  8, "PT",         128,  null ],
    [  9, "PKRU",         8,  2688 ],
  ],
);
