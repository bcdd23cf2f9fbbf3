/** Whether areas can lie one after the other, each on the boundary that XSAVE demands. SDM1 13.4. */
import type { Assertion } from "../../questions/assertions.ts";

export const MULTIPLE_OF_64: Assertion = {
  id: "multiple-of-64",
  claim: "the size is a multiple of 64 bytes",
  takes: "each",
  holds: (size) => size % 64 === 0,
};
