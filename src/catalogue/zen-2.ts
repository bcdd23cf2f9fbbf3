/**
 * AMD Zen 2 (PKRU: 64 bytes at 832).
 * Registers of AMD EPYC 7742 64-Core Processor, from the dump named as `source`; 40 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ZEN_2 = entry(
  {
    id: "zen-2",
    name: "AMD Zen 2 (PKRU: 64 bytes at 832)",
    vendor: "AuthenticAMD",
    source: "InstLatx64/InstLatx64:AuthenticAMD/AuthenticAMD0830F10_K17_Rome_CPUID.txt@087af2c7d72c",
    xcr0: 0x207n,
    xss: 0x0n,
    eax1: 0xf,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
    [  9, "PKRU",     64,   832 ],
  ],
);
