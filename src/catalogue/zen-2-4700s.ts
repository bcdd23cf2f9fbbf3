/**
 * AMD 4700S (Zen 2 console die: PKRU + LWP).
 * Registers of AMD 4700S 8-Core Processor Desktop Kit, from the dump named as `source`; the only dump.
 */
import { entry } from "./entry.ts";

// biome-ignore format: one state component per line
export const ZEN_2_4700S = entry(
  {
    id: "zen-2-4700s",
    name: "AMD 4700S (Zen 2 console die: PKRU + LWP)",
    vendor: "AuthenticAMD",
    source: "anrieff/libcpuid:tests/amd/zen2/amd-4700s-8-core-processor-desktop-kit.test@2d1e0190b189",
    xcr0: 0x4000000000000207n,
    xss: 0x0n,
    eax1: 0xf,
  },
  [
    //bit  name     size offset
    [  2, "AVX",     256,   576 ],
    [  9, "PKRU",     64,   832 ],
    [ 62, "LWP",     128,   896 ],
  ],
);
