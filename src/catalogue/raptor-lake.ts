/**
 * Intel Raptor Lake.
 * Registers of 13th Gen Intel(R) Core(TM) i9-13900K, from the dump named as `source`; 28 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const RAPTOR_LAKE = entry(
  {
    id: "raptor-lake",
    name: "Intel Raptor Lake",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00B0671_RaptorLake_01_CPUID.txt@087af2c7d72c",
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
