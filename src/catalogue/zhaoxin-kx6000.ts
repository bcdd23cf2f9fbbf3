/**
 * Zhaoxin LuJiaZui KX-6000 (AVX only).
 * Registers of ZHAOXIN KaiXian KX-U6780A@2.7GHz, from the dump named as `source`; 4 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ZHAOXIN_KX6000 = entry(
  {
    id: "zhaoxin-kx6000",
    name: "Zhaoxin LuJiaZui KX-6000 (AVX only)",
    vendor: "CentaurHauls",
    source: "InstLatx64/InstLatx64:CentaurHauls/CentaurHauls00307B1_ZXE_CPUID.txt@087af2c7d72c",
    xcr0: 0x7n,
    xss: 0x0n,
    eax1: 0x1,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
  ],
);
