/** gdb: a size by what the mask has, for the layout of Intel before AMX; any bit of AVX-512 means all. */

import { step } from "../algebra/step.ts";
import { NO_CHANGE, stepsOver, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { userPart } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";

const AVX = 1n << 2n;
const MPX = 0x18n;
const AVX512 = 0xe0n;
const PKRU = 1n << 9n;

/** Bytes where a feature is the furthest, lowest first. */
// biome-ignore format: one feature per row
const SIZES: readonly (readonly [feature: bigint, size: number])[] = [
  [AVX,     832],
  [MPX,    1088],
  [AVX512, 2688],
  [PKRU,   2696],
];

export const GDB_STANDARD: Rule = {
  id: "gdb-standard",
  format: "standard",
  stands: "gdb to 13: the size by feature",
  source: "gdb gdbsupport/x86-xstate.h X86_XSTATE_SIZE",
  own: { components: 0x2ffn, because: "gdb knows no others" },
  // The sizes ascend with the features, so the furthest is a maximum.
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, (component) => {
      const row = SIZES.find(([feature]) => (feature >> BigInt(component.bit)) & 1n);
      return row && isUser(component) ? whenPresent(step({ atLeast: row[1] })) : NO_CHANGE;
    }),
  walk(cpu, mask) {
    const xcr0 = userPart(cpu, mask);
    if (xcr0 & PKRU) return 2696;
    if (xcr0 & AVX512) return 2688;
    if (xcr0 & MPX) return 1088;
    if (xcr0 & AVX) return 832;
    return EXTENDED_REGION;
  },
};
