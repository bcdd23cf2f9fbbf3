/**
 * Intel Knights Landing (AVX-512, no MPX/PKRU, standard only).
 * Registers, from the dump named as `source`; 8 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const KNIGHTS_LANDING = entry(
  {
    id: "knights-landing",
    name: "Intel Knights Landing (AVX-512, no MPX/PKRU, standard only)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel0050670_KnightsLanding_CPUID.txt@087af2c7d72c",
    xcr0: 0xe7n,
    xss: 0x0n,
    eax1: 0x1,
  },
  [
    //bit  name          size offset
    [  2, "AVX",          256,   576 ],
    [  5, "opmask",        64,  1088 ],
    [  6, "ZMM_Hi256",    512,  1152 ],
    [  7, "Hi16_ZMM",    1024,  1664 ],
  ],
);
