/**
 * Centaur CNS (AVX-512; CET sub-leaves described but absent from XSS).
 * Registers of CentaurHauls CPU @2200MHz, from the dump named as `source`; 2 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const CENTAUR_CNS = entry(
  {
    id: "centaur-cns",
    name: "Centaur CNS (AVX-512; CET sub-leaves described but absent from XSS)",
    vendor: "CentaurHauls",
    source: "InstLatx64/InstLatx64:CentaurHauls/CentaurHauls0040672_CNS_04_CPUID.txt@087af2c7d72c",
    xcr0: 0x2ffn,
    xss: 0x0n,
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
    [  9, "PKRU",           8,  2688 ],
    [ 11, "CET_U",         16,  null ],
    [ 12, "CET_S",         24,  null ],
  ],
);
