/**
 * AMD Zen 5.
 * Registers of AMD EPYC 9655 96-Core Processor, from the dump named as `source`; 22 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ZEN_5 = entry(
  {
    id: "zen-5",
    name: "AMD Zen 5",
    vendor: "AuthenticAMD",
    source: "InstLatx64/InstLatx64:AuthenticAMD/AuthenticAMD0B00F21_K20_Turin_01_CPUID.txt@087af2c7d72c",
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
