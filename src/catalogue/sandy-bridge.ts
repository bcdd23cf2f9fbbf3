/**
 * Intel Sandy Bridge.
 * Registers of Intel(R) Core(TM) i7-3930K CPU @ 3.20GHz, from the dump named as `source`; 8 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const SANDY_BRIDGE = entry(
  {
    id: "sandy-bridge",
    name: "Intel Sandy Bridge",
    vendor: "GenuineIntel",
    source: "InstLatx64/InstLatx64:GenuineIntel/GenuineIntel00206D7_SandyBridgeE_00_CPUID.txt@087af2c7d72c",
    xcr0: 0x7n,
    xss: 0x0n,
    eax1: 0x1,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
  ],
);
