/**
 * Intel Goldmont / Goldmont Plus / Denverton (MPX, no AVX).
 * Registers of Intel(R) Atom(TM) Processor E3930 @ 1.30GHz, from the dump named as `source`; 11 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const GOLDMONT = entry(
  {
    id: "goldmont",
    name: "Intel Goldmont / Goldmont Plus / Denverton (MPX, no AVX)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00506CA_Goldmont_01_CPUID.txt@087af2c7d72c",
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
