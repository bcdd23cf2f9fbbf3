/**
 * AMD Zen 3 (PKRU at 2432, CET).
 * Registers of AMD EPYC 7763 64-Core Processor, from the dump named as `source`; 23 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ZEN_3 = entry(
  {
    id: "zen-3",
    name: "AMD Zen 3 (PKRU at 2432, CET)",
    vendor: "AuthenticAMD",
    source: "InstLatx64/InstLatx64:AuthenticAMD/AuthenticAMD0A00F11_K19_Milan_02_CPUID.txt@087af2c7d72c",
    xcr0: 0x207n,
    xss: 0x1800n,
    eax1: 0xf,
  },
  [
    //bit  name      size offset
    [  2, "AVX",      256,   576 ],
    [  9, "PKRU",       8,  2432 ],
    [ 11, "CET_U",     16,  null ],
    [ 12, "CET_S",     24,  null ],
  ],
);
