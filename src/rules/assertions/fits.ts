/** Whether a buffer of a fixed size is enough: KVM_GET_XSAVE has 4096 bytes, many stacks 8192. */
import type { Assertion } from "../../questions/assertions.ts";

const fits = (bytes: number): Assertion => ({
  id: `fits-${bytes}`,
  claim: `the area fits ${bytes} bytes`,
  takes: "each",
  holds: (size) => size <= bytes,
});

export const FITS_4096 = fits(4096);
export const FITS_8192 = fits(8192);
