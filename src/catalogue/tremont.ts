/**
 * Intel Tremont (Elkhart/Jasper Lake; PT only).
 * Registers of Intel(R) Celeron(R) J6412 @ 2.00GHz, from the dump named as `source`; 13 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const TREMONT = entry(
  {
    id: "tremont",
    name: "Intel Tremont (Elkhart/Jasper Lake; PT only)",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel0090661_ElkhartLake_CPUID01.txt@087af2c7d72c",
    xcr0: 0x3n,
    xss: 0x100n,
    eax1: 0xf,
  },
  [
    //bit  name     size offset
    [  8, "PT",      128,  null ],
  ],
);
