/**
 * Hygon Dhyana / C86-4G.
 * Registers of Hygon C86 3188 8-core Processor, from the dump named as `source`; 10 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const HYGON = entry(
  {
    id: "hygon",
    name: "Hygon Dhyana / C86-4G",
    vendor: "HygonGenuine",
    source: "InstLatx64/InstLatx64:HygonGenuine/HygonGenuine0900F02_Hygon_CPUID3.txt@087af2c7d72c",
    xcr0: 0x7n,
    xss: 0x0n,
    eax1: 0xf,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
  ],
);
