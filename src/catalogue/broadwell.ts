/**
 * Intel Broadwell.
 * Registers of Intel(R) Core(TM) i5-5250U CPU @ 1.60GHz, from the dump named as `source`; 16 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const BROADWELL = entry(
  {
    id: "broadwell",
    name: "Intel Broadwell",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00306D4_Broadwell2_CPUID.txt@087af2c7d72c",
    xcr0: 0x7n,
    xss: 0x0n,
    eax1: 0x1,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
  ],
);
