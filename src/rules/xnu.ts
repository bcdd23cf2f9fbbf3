/** Darwin: three layouts as structs of C, by what the processor has, as on Intel. */
import { step } from "../algebra/step.ts";
import { bitSteps, whenPresent } from "../algebra/steps.ts";
import type { Rule } from "./rule.ts";

/** Where AVX ends, and where Hi16_ZMM ends on Intel. */
const AVX_END = step({ atLeast: 832 });
const ZMM_END = step({ atLeast: 2688 });

export const XNU_STANDARD: Rule = {
  id: "xnu-standard",
  format: "standard",
  stands: "XNU, May 2025: three structs, laid out as on Intel, asserted against EBX at boot",
  source: "xnu osfmk/i386/fpu.c",
  own: { components: 0xe7n, because: "XNU enables x87, SSE, AVX and AVX-512" },
  steps: () => ({
    start: 512,
    bits: bitSteps(
      new Map([
        [2, whenPresent(AVX_END)],
        [5, whenPresent(ZMM_END)],
        [6, whenPresent(ZMM_END)],
        [7, whenPresent(ZMM_END)],
      ]),
    ),
  }),
  walk(_, mask) {
    const [FP, YMM, ZMM] = [512, 512 + 64 + 256, 2688];
    if ((mask & 0xe0n) !== 0n) return ZMM;
    return (mask & 4n) !== 0n ? YMM : FP;
  },
};
