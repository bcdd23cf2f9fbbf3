/**
 * Intel Haswell.
 * Registers of Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz, from the dump named as `source`; 10 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const HASWELL = entry(
  {
    id: "haswell",
    name: "Intel Haswell",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00306C3_Haswell_CPUID.txt@087af2c7d72c",
    xcr0: 0x7n,
    xss: 0x0n,
    eax1: 0x1,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
  ],
);
