/**
 * Intel Kaby/Coffee/Whiskey Lake (MPX).
 * Registers of Intel(R) Core(TM) i3-7100 CPU @ 3.90GHz, from the dump named as `source`; 6 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const KABY_LAKE = entry(
  {
    id: "kaby-lake",
    name: "Intel Kaby/Coffee/Whiskey Lake (MPX)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00906E9_KabyLake_01_CPUID.txt@087af2c7d72c",
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
