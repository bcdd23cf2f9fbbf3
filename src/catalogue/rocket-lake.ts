/**
 * Intel Rocket Lake (still MPX, HDC).
 * Registers of Intel(R) Xeon(R) E-2356G CPU @ 3.20GHz, from the dump named as `source`; 10 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ROCKET_LAKE = entry(
  {
    id: "rocket-lake",
    name: "Intel Rocket Lake (still MPX, HDC)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00A0671_RocketLakeE_01_CPUID.txt@087af2c7d72c",
    xcr0: 0x2ffn,
    xss: 0x2100n,
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
    [ 13, "HDC",            8,  null ],
  ],
);
