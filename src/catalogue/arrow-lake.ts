/**
 * Intel Arrow Lake-S.
 * Registers of Intel(R) Core(TM) Ultra 9 285H, from the dump named as `source`; 10 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ARROW_LAKE = entry(
  {
    id: "arrow-lake",
    name: "Intel Arrow Lake-S",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00C0652_ArrowLakeH_04_CPUID.txt@087af2c7d72c",
    xcr0: 0x207n,
    xss: 0x1d900n,
    eax1: 0xf,
  },
  [
    //bit  name      size offset
    [  2, "AVX",      256,   576 ],
    [  8, "PT",       128,  null ],
    [  9, "PKRU",       8,  2688 ],
    [ 11, "CET_U",     16,  null ],
    [ 12, "CET_S",     24,  null ],
    [ 14, "UINTR",     48,  null ],
    [ 15, "LBR",      808,  null ],
    [ 16, "HWP",        8,  null ],
  ],
);
