/** A guest buffer sized for the wrong format, as Linux 5.16 to 6.14 did, came out large enough. */
import { type Assertion, pagesOf } from "../../questions/assertions.ts";

export const SAME_PAGES: Assertion = {
  id: "same-pages",
  claim: "the compacted format needs no 4 KiB page more than the standard one",
  takes: "both",
  holds: (standard, compacted) => pagesOf(compacted) <= pagesOf(standard),
};
