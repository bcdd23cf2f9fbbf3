/**
 * Intel Skylake-X HEDT (AVX-512, MPX, no PKRU).
 * Registers of Intel(R) Core(TM) i9-7900X CPU @ 3.30GHz, from the dump named as `source`; 9 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const SKYLAKE_X = entry(
  {
    id: "skylake-x",
    name: "Intel Skylake-X HEDT (AVX-512, MPX, no PKRU)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel0050654_SkylakeX_CPUID.txt@087af2c7d72c",
    xcr0: 0xffn,
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
  ],
);
