/**
 * AMD Bulldozer / Piledriver (LWP).
 * Registers of AMD Opteron(TM) Processor 6238, from the dump named as `source`; 11 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const BULLDOZER = entry(
  {
    id: "bulldozer",
    name: "AMD Bulldozer / Piledriver (LWP)",
    vendor: "AuthenticAMD",
    source: "InstLatx64/InstLatx64:AuthenticAMD/AuthenticAMD0600F12_K15_Interlagos_CPUID2.txt@087af2c7d72c",
    xcr0: 0x4000000000000007n,
    xss: 0x0n,
    eax1: 0x0,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
    [ 62, "LWP",     128,   832 ],
  ],
);
