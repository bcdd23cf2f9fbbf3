/**
 * Intel Emerald Rapids.
 * Registers of INTEL(R) XEON(R) GOLD 5520+, from the dump named as `source`; 6 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const EMERALD_RAPIDS = entry(
  {
    id: "emerald-rapids",
    name: "Intel Emerald Rapids",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00C06F2_EmeraldRapids_01_CPUID.txt@087af2c7d72c",
    xcr0: 0x602e7n,
    xss: 0xdd00n,
    eax1: 0x1f,
  },
  [
    //bit  name          size offset
    [  2, "AVX",          256,   576 ],
    [  5, "opmask",        64,  1088 ],
    [  6, "ZMM_Hi256",    512,  1152 ],
    [  7, "Hi16_ZMM",    1024,  1664 ],
    [  8, "PT",           128,  null ],
    [  9, "PKRU",           8,  2688 ],
    [ 10, "PASID",          8,  null ],
    [ 11, "CET_U",         16,  null ],
    [ 12, "CET_S",         24,  null ],
    [ 14, "UINTR",         48,  null ],
    [ 15, "LBR",          808,  null ],
    [ 17, "XTILECFG",      64,  2752, "align64" ],
    [ 18, "XTILEDATA",   8192,  2816, "align64", "xfd" ],
  ],
);
