/** What Xen prints of the XSAVE area at boot: a mask and a size, no rows. */

import { candidatesFor } from "../inference.ts";
import type { Source } from "../text.ts";
import type { BootLog } from "./linux.ts";

const S = "\\s{1,60}";
// `xstate: size: 0xa88 and states: 0x2ff`; 4.16 and later add `(uncompressed 0xa88)`.
const STATES = new RegExp(
  `xstate(?:_init)?:${S}(?:using${S}cntxt_)?size:${S}0x(?<size>[0-9a-f]{3,8})(?:${S}\\(uncompressed${S}0x(?<standard>[0-9a-f]{3,8})\\))?${S}and${S}states:${S}0x(?<mask>[0-9a-f]{1,16})(?![0-9a-f])`,
  "g",
);

/** True if `text` has such a line. */
export const speaksOfXen = ({ text }: Source): boolean => text.search(STATES) >= 0;

/** One log a line. The last mask of a text without a line end may be cut off: then it fits no size. */
export function xenLogsOf({ text }: Source): BootLog[] {
  return [...text.matchAll(STATES)].flatMap(({ index, 0: line, groups = {} }): BootLog[] => {
    const size = Number.parseInt(groups.size ?? "", 16);
    const uncompressed = groups.standard ? Number.parseInt(groups.standard, 16) : null;
    // Xen's context size is never below what it needs, but CPUID's number has been wrong.
    const format = size < (uncompressed ?? size) ? "compacted" : "standard";
    const features = BigInt(`0x${groups.mask}`);
    const last = index + line.length === text.length;
    const sizes = format === "standard" ? { standardSize: size } : { compactedSize: size };
    if (last && candidatesFor({ mask: features & ~3n, ...sizes }).length === 0) return [];
    return [
      {
        kind: "xen",
        features,
        format,
        contextSize: size,
        uncompressed,
        offsets: new Map(),
        sizes: new Map(),
        sigframe: null,
        minimumStack: null,
        problem: null,
        complaints: [],
        cpu: null,
        truncated: false,
      },
    ];
  });
}
