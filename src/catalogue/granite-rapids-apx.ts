/** Hypothetical: Intel Granite Rapids (adds HWP state) with APX (XCR0 bit 19), which no public dump shows yet. */
import { withApx } from "./entry.ts";
import { GRANITE_RAPIDS } from "./granite-rapids.ts";

export const GRANITE_RAPIDS_APX = withApx(GRANITE_RAPIDS);
