/** The document "xsweep/sgx@1". */
import type { SgxFrame } from "../../questions/sgx.ts";
import { hex } from "../../xsave/mask.ts";

export const sgxJson = (cpu: string, frames: readonly SgxFrame[]): object => ({
  schema: "xsweep/sgx@1",
  cpu,
  frames: frames.map((frame) => ({ ...frame, xfrm: hex(frame.xfrm) })),
});
