/**
 * Zhaoxin Century Avenue KX-7000 (HWP supervisor state).
 * Registers of ZHAOXIN KaiXian KX-7000, from the dump named as `source`; the only dump.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ZHAOXIN_KX7000 = entry(
  {
    id: "zhaoxin-kx7000",
    name: "Zhaoxin Century Avenue KX-7000 (HWP supervisor state)",
    vendor: "CentaurHauls",
    source: "InstLatx64/InstLatx64:CentaurHauls/CentaurHauls00607B1_KX7000_05_CPUID.txt@087af2c7d72c",
    xcr0: 0x207n,
    xss: 0x10000n,
    eax1: 0xf,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
    [  9, "PKRU",      8,  2688 ],
    [ 16, "HWP",       8,  null ],
  ],
);
