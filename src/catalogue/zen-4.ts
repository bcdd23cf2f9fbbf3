/**
 * AMD Zen 4 (AVX-512 at 832..2432).
 * Registers of AMD EPYC 9654 96-Core Processor, from the dump named as `source`; 26 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ZEN_4 = entry(
  {
    id: "zen-4",
    name: "AMD Zen 4 (AVX-512 at 832..2432)",
    vendor: "AuthenticAMD",
    source: "InstLatx64/InstLatx64:AuthenticAMD/AuthenticAMD0A10F11_K19_Genoa_01_CPUID.txt@087af2c7d72c",
    xcr0: 0x2e7n,
    xss: 0x1800n,
    eax1: 0xf,
  },
  [
    //bit  name          size offset
    [  2, "AVX",          256,   576 ],
    [  5, "opmask",        64,   832 ],
    [  6, "ZMM_Hi256",    512,   896 ],
    [  7, "Hi16_ZMM",    1024,  1408 ],
    [  9, "PKRU",           8,  2432 ],
    [ 11, "CET_U",         16,  null ],
    [ 12, "CET_S",         24,  null ],
  ],
);
