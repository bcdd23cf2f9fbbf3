/**
 * Intel Cannon Lake.
 * Registers of Intel(R) Core(TM) i3-8121U CPU @ 2.20GHz, from the dump named as `source`; 5 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const CANNON_LAKE = entry(
  {
    id: "cannon-lake",
    name: "Intel Cannon Lake",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel0060663_CannonLake_CPUID2.txt@087af2c7d72c",
    xcr0: 0x2ffn,
    xss: 0x100n,
    eax1: 0xf,
  },
  [
    //bit  name          size offset
    [  2, "AVX",          256,   576 ],
    [  3, "BNDREGS",       64,   960 ],
    [  4, "BNDCSR",        64,  1024 ],
    [  5, "opmask",        64,  1088 ],
    [  6, "ZMM_Hi256",    512,  1152 ],
    [  7, "Hi16_ZMM",    1024,  1664 ],
    [  8, "PT",           128,  null ],
    [  9, "PKRU",           8,  2688 ],
  ],
);
