/**
 * AMD Steamroller / Excavator (LWP + XSAVEOPT).
 * Registers of AMD A10-7850K Radeon R7, 12 Compute Cores 4C+8G, from the dump named as `source`; 23 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const STEAMROLLER = entry(
  {
    id: "steamroller",
    name: "AMD Steamroller / Excavator (LWP + XSAVEOPT)",
    vendor: "AuthenticAMD",
    source: "InstLatx64/InstLatx64:AuthenticAMD/AuthenticAMD0630F01_K15_Kaveri_CPUID.txt@087af2c7d72c",
    xcr0: 0x4000000000000007n,
    xss: 0x0n,
    eax1: 0x1,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
    [ 62, "LWP",     128,   832 ],
  ],
);
