/**
 * AMD Jaguar / Puma.
 * Registers of AMD Athlon(tm) 5350 APU with Radeon(tm) R3, from the dump named as `source`; 15 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const JAGUAR = entry(
  {
    id: "jaguar",
    name: "AMD Jaguar / Puma",
    vendor: "AuthenticAMD",
    source: "InstLatx64/InstLatx64:AuthenticAMD/AuthenticAMD0700F01_K16_Kabini2_CPUID.txt@087af2c7d72c",
    xcr0: 0x7n,
    xss: 0x0n,
    eax1: 0x1,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
  ],
);
