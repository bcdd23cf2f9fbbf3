/**
 * Intel Granite Rapids (adds HWP state).
 * Registers of Intel(R) Xeon(R) 658X, from the dump named as `source`; the only dump.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const GRANITE_RAPIDS = entry(
  {
    id: "granite-rapids",
    name: "Intel Granite Rapids (adds HWP state)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00A06D1_GraniteRapids_03_CPUID.txt@087af2c7d72c",
    xcr0: 0x602e7n,
    xss: 0x1dd00n,
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
    [ 16, "HWP",            8,  null ],
    [ 17, "XTILECFG",      64,  2752, "align64" ],
    [ 18, "XTILEDATA",   8192,  2816, "align64", "xfd" ],
  ],
);
