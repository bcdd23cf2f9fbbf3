/**
 * Intel Skylake client (MPX).
 * Registers of Intel(R) Core(TM) i7-6700K CPU @ 4.00GHz, from the dump named as `source`; 3 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const SKYLAKE_CLIENT = entry(
  {
    id: "skylake-client",
    name: "Intel Skylake client (MPX)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00506E3_Skylake_02_CPUID.txt@087af2c7d72c",
    xcr0: 0x1fn,
    xss: 0x100n,
    eax1: 0xf,
  },
  [
    //bit  name        size offset
    [  2, "AVX",        256,   576 ],
    [  3, "BNDREGS",     64,   960 ],
    [  4, "BNDCSR",      64,  1024 ],
    [  8, "PT",         128,  null ],
  ],
);
