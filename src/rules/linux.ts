/**
 * Linux, three generations of one function. They differ in the standard format only, and only
 * where a component lies below one with a lower bit, as APX (19) and LWP (62) do.
 */

import { constant } from "../algebra/step.ts";
import { type BitSteps, NO_CHANGE, stepsOver, whenPresent } from "../algebra/steps.ts";
import {
  EXTENDED_REGION,
  isUser,
  type StateComponent,
  type UserComponent,
} from "../xsave/component.ts";
import { align64 } from "../xsave/layout.ts";
import { componentsOf, type Processor } from "../xsave/processor.ts";
import { APX, CET_S, CET_U, PASID, USER_5_16 } from "./linux-masks.ts";
import type { OwnDomain, Rule } from "./rule.ts";
import { appended, furthestEnd } from "./sdm.ts";

const own = (components: bigint, versions: string): OwnDomain => ({
  components,
  because: `the task and guest buffers of ${versions} hold no others`,
});

const userComponentsOf = (cpu: Processor, mask: bigint): UserComponent[] =>
  componentsOf(cpu, mask).filter(isUser);

/** Present, the end of the component in the standard format, whatever was there before. */
const lastWins = (component: StateComponent): BitSteps =>
  isUser(component) ? whenPresent(constant(component.offset + component.size)) : NO_CHANGE;

const COMPACTED_STEPS = (cpu: Processor) => stepsOver(cpu, EXTENDED_REGION, appended);

/** Bytes before component `bit` in the compacted format, as Linux walks XCOMP_BV. */
function compactedOffset(cpu: Processor, mask: bigint, bit: number): number {
  let offset = EXTENDED_REGION;
  for (const component of componentsOf(cpu, mask)) {
    if (component.align64) offset = align64(offset);
    if (component.bit === bit) break;
    offset += component.size;
  }
  return offset;
}

const AS_5_16 = {
  stands: "Linux 5.16 and 5.17",
  source: "Linux 84e4dccc8fce xstate_calculate_size()",
  own: own(USER_5_16, "Linux 5.16 and 5.17"),
};

export const LINUX_5_16_STANDARD: Rule = {
  id: "linux-5.16-standard",
  format: "standard",
  ...AS_5_16,
  stands: "Linux 5.16 and 5.17: the last bit wins",
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, lastWins),
  walk(cpu, mask) {
    let size = EXTENDED_REGION;
    for (const component of userComponentsOf(cpu, mask)) {
      if (component.align64) size = align64(size);
      size = component.offset;
      size += component.size;
    }
    return size;
  },
};

export const LINUX_5_16_COMPACTED: Rule = {
  id: "linux-5.16-compacted",
  format: "compacted",
  ...AS_5_16,
  steps: COMPACTED_STEPS,
  walk(cpu, mask) {
    let size = EXTENDED_REGION;
    for (const component of componentsOf(cpu, mask)) {
      if (component.align64) size = align64(size);
      size += component.size;
    }
    return size;
  },
};

const AS_5_18 = {
  stands: "Linux 5.18 to 6.15",
  source: "Linux d6d6d50f1e80 xstate_calculate_size()",
  own: own(USER_5_16 | PASID | CET_U, "Linux 5.18 to 6.15"),
};

export const LINUX_5_18_STANDARD: Rule = {
  id: "linux-5.18-standard",
  format: "standard",
  ...AS_5_18,
  stands: "Linux 5.18 to 6.15: the topmost bit wins",
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, lastWins),
  walk(cpu, mask) {
    const topmost = userComponentsOf(cpu, mask).at(-1);
    return topmost ? topmost.offset + topmost.size : EXTENDED_REGION;
  },
};

/** From 5.18 on: the topmost component ends the area, wherever those below it push it. */
function topmostEnd(cpu: Processor, mask: bigint): number {
  const topmost = componentsOf(cpu, mask).at(-1);
  return topmost ? compactedOffset(cpu, mask, topmost.bit) + topmost.size : EXTENDED_REGION;
}

export const LINUX_5_18_COMPACTED: Rule = {
  id: "linux-5.18-compacted",
  format: "compacted",
  ...AS_5_18,
  steps: COMPACTED_STEPS,
  walk: topmostEnd,
};

const AS_6_16 = {
  stands: "Linux 6.16 on",
  source: "Linux a758ae2885ea xstate_calculate_size()",
  own: own(USER_5_16 | PASID | CET_U | CET_S | APX, "Linux 6.16 on"),
};

export const LINUX_6_16_STANDARD: Rule = {
  id: "linux-6.16-standard",
  format: "standard",
  ...AS_6_16,
  stands: "Linux 6.16 on: in order of offset",
  // No two components overlap, so the last in order of offset has the furthest end.
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, furthestEnd),
  walk(cpu, mask) {
    const inOrder = userComponentsOf(cpu, mask).sort((a, b) => a.offset - b.offset);
    const last = inOrder.at(-1);
    return last ? last.offset + last.size : EXTENDED_REGION;
  },
};

export const LINUX_6_16_COMPACTED: Rule = {
  id: "linux-6.16-compacted",
  format: "compacted",
  ...AS_6_16,
  steps: COMPACTED_STEPS,
  walk: topmostEnd,
};
