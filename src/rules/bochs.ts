/**
 * Bochs: what it reports in CPUID.0DH.1:EBX, and the last byte that its XSAVE touches. Its masks
 * have 32 bits, so that it never sees LWP (62).
 */

import { constant } from "../algebra/step.ts";
import { bitSteps, NO_CHANGE, stepsOver, whenPresent } from "../algebra/steps.ts";
import { ST_OFFSET, XMM_OFFSET } from "../xsave/area.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { hasBit } from "../xsave/mask.ts";
import { componentsOf } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { appended } from "./sdm.ts";

export const BOCHS_CPUID1_COMPACTED: Rule = {
  id: "bochs-cpuid1-compacted",
  format: "compacted",
  stands: "Bochs 2.8 on: CPUID.0DH.1:EBX, no alignment",
  source: "Bochs cpu/cpuid, leaf 0DH sub-leaf 1, d794b516e",
  observed: {
    known: "live, emulated",
    ran: "Bochs 3.0, stock: Linux 6.17.13, 6.18.15, 7.3.4 on it",
    answered: "context size 10736 for 0x61ae7 of Sapphire Rapids, where 10752 is right",
  },
  own: { components: 0x65ae7n, because: "the others have no bytes in its table" },
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, ({ bit, size }) =>
      bit < 32 ? appended({ size, align64: false }) : NO_CHANGE,
    ),
  walk: (cpu, mask) =>
    componentsOf(cpu, mask & 0xffffffffn).reduce((sum, { size }) => sum + size, EXTENDED_REGION),
};

/** Ends of x87 and SSE in the legacy region. Bytes touched, not the size of an area: no header. */
const X87_END = 160;
const SSE_END = 416;

export const BOCHS_LAST_BYTE_STANDARD: Rule = {
  id: "bochs-last-byte-standard",
  format: "standard",
  stands: "Bochs after 3.0 (May 2026): bytes that XSAVE touches, by the topmost bit",
  source: "Bochs cpu/xsave, the limit check of XSAVE and XRSTOR, bcd2f3cba",
  own: { components: 0x602e7n, because: "the others have no bytes in its table" },
  steps: (cpu) => ({
    start: 0,
    bits: bitSteps(
      new Map([
        [0, whenPresent(constant(X87_END))],
        [1, whenPresent(constant(SSE_END))],
        ...cpu.components
          .filter(isUser)
          .filter(({ bit }) => bit < 32)
          .map(({ bit, offset, size }) => [bit, whenPresent(constant(offset + size))] as const),
      ]),
    ),
  }),
  walk(cpu, mask) {
    const low = mask & 0xffffffffn;
    const topmost = componentsOf(cpu, low).filter(isUser).at(-1);
    if (topmost) return topmost.offset + topmost.size;
    // 16 XMM registers, 8 x87 registers, of 16 bytes each.
    if (hasBit(low, 1)) return XMM_OFFSET + 16 * 16;
    return hasBit(low, 0) ? ST_OFFSET + 8 * 16 : 0;
  },
};
