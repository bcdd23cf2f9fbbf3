/**
 * Intel Pentium/Celeron Skylake-Kaby (MPX, no AVX).
 * Registers of Intel(R) Pentium(R) CPU 4425Y @ 1.70GHz, from the dump named as `source`; 3 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const PENTIUM_SKYLAKE = entry(
  {
    id: "pentium-skylake",
    name: "Intel Pentium/Celeron Skylake-Kaby (MPX, no AVX)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00806E9_AmberLakeY_02_CPUID.txt@087af2c7d72c",
    xcr0: 0x1bn,
    xss: 0x100n,
    eax1: 0xf,
  },
  [
    //bit  name        size offset
    [  3, "BNDREGS",     64,   960 ],
    [  4, "BNDCSR",      64,  1024 ],
    [  8, "PT",         128,  null ],
  ],
);
