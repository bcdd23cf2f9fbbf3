/** Whether a buffer of the standard size always holds the compacted image. It does not. */
import type { Assertion } from "../../questions/assertions.ts";

export const STANDARD_COVERS: Assertion = {
  id: "standard-covers",
  claim: "the compacted size is at most the standard one",
  takes: "both",
  holds: (standard, compacted) => compacted <= standard,
};
