/**
 * Intel Ivy Bridge.
 * Registers of Intel(R) Core(TM) i7-3520M CPU @ 2.90GHz, from the dump named as `source`; 5 dumps agree.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const IVY_BRIDGE = entry(
  {
    id: "ivy-bridge",
    name: "Intel Ivy Bridge",
    vendor: "GenuineIntel",
    source: "libvirt/libvirt:tests/cputestdata/x86_64-cpuid-Core-i7-3520M.xml@v11.3.0 (Debian source package)",
    xcr0: 0x7n,
    xss: 0x0n,
    eax1: 0x1,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
  ],
);
