/** Bochs: what it reports in CPUID.0DH.1:EBX, and the last byte that its XSAVE touches. */

import { constant } from "../algebra/step.ts";
import { bitSteps, stepsOver, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { hasBit } from "../xsave/mask.ts";
import { componentsOf } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { appended } from "./sdm.ts";

export const BOCHS_CPUID1_COMPACTED: Rule = {
  id: "bochs-cpuid1-compacted",
  format: "compacted",
  stands: "Bochs 2.x: CPUID.0DH.1:EBX, no alignment",
  source: "Bochs cpu/cpuid, leaf 0DH sub-leaf 1",
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, ({ size }) => appended({ size, align64: false })),
  walk: (cpu, mask) =>
    EXTENDED_REGION + componentsOf(cpu, mask).reduce((sum, { size }) => sum + size, 0),
};

/** Ends of x87 and SSE in the legacy region. Bytes touched, not the size of an area: no header. */
const X87_END = 160;
const SSE_END = 416;
/** Masks are 32 bits wide there: LWP (62) is never seen. */
const MASK_BITS = 32;

export const BOCHS_LAST_BYTE_STANDARD: Rule = {
  id: "bochs-last-byte-standard",
  format: "standard",
  stands: "Bochs 2.x: bytes that XSAVE touches, by the topmost bit",
  source: "Bochs cpu/xsave, the limit check of XSAVE and XRSTOR",
  own: { components: (1n << BigInt(MASK_BITS)) - 1n, because: "its masks have 32 bits" },
  steps: (cpu) => ({
    start: 0,
    bits: bitSteps(
      new Map([
        [0, whenPresent(constant(X87_END))],
        [1, whenPresent(constant(SSE_END))],
        ...cpu.components
          .filter(isUser)
          .filter(({ bit }) => bit < MASK_BITS)
          .map(({ bit, offset, size }) => [bit, whenPresent(constant(offset + size))] as const),
      ]),
    ),
  }),
  walk(cpu, mask) {
    const low = BigInt.asUintN(MASK_BITS, mask);
    const topmost = componentsOf(cpu, low).filter(isUser).at(-1);
    if (topmost) return topmost.offset + topmost.size;
    if (hasBit(low, 1)) return SSE_END;
    return hasBit(low, 0) ? X87_END : 0;
  },
};
