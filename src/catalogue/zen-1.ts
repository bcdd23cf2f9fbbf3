/**
 * AMD Zen / Zen+.
 * Registers of AMD Eng Sample: 2D3151A2M88E4_35/31_N, from the dump named as `source`; 69 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ZEN_1 = entry(
  {
    id: "zen-1",
    name: "AMD Zen / Zen+",
    vendor: "AuthenticAMD",
    source: "InstLatx64/InstLatx64:AuthenticAMD/AuthenticAMD0800F00_K17_Zen_CPUID3.txt@087af2c7d72c",
    xcr0: 0x7n,
    xss: 0x0n,
    eax1: 0xf,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
  ],
);
