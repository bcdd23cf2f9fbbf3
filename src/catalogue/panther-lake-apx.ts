/** Hypothetical: Intel Panther Lake with APX (XCR0 bit 19), which no public dump shows yet. */
import { withApx } from "./entry.ts";
import { PANTHER_LAKE } from "./panther-lake.ts";

export const PANTHER_LAKE_APX = withApx(PANTHER_LAKE);
