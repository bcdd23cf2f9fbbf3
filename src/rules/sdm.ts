/** The architecture's own two rules. SDM1 13.4.3; checked against every dump in test/catalogue. */

import { compose, IDENTITY, step } from "../algebra/step.ts";
import { type BitSteps, NO_CHANGE, type Steps, stepsOver, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser, type StateComponent } from "../xsave/component.ts";
import { hasBit } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";

/** The furthest end. Not the topmost bit: APX (19) and LWP (62) lie below lower bits. */
export const furthestEnd = (component: StateComponent): BitSteps =>
  isUser(component) ? whenPresent(step({ atLeast: component.offset + component.size })) : NO_CHANGE;

export const stepsOfStandard = (cpu: Processor): Steps =>
  stepsOver(cpu, EXTENDED_REGION, furthestEnd);

export const SDM_STANDARD: Rule = {
  id: "sdm-standard",
  format: "standard",
  stands: "the architecture; CPUID.0DH.0:EBX and ECX",
  source: "SDM1 13.4.3",
  steps: stepsOfStandard,
  walk(cpu: Processor, mask: bigint): number {
    let size = EXTENDED_REGION;
    for (const component of cpu.components) {
      if (!hasBit(mask, component.bit) || !isUser(component)) continue;
      size = Math.max(size, component.offset + component.size);
    }
    return size;
  },
};

/** Where the running size ends, aligned where the component is, its own bytes follow. */
export function appended({ size, align64 }: Pick<StateComponent, "size" | "align64">): BitSteps {
  const place = step({ align: align64 ? 64 : 1 });
  return { absent: IDENTITY, place, present: compose(place, step({ then: size })) };
}

export const SDM_COMPACTED: Rule = {
  id: "sdm-compacted",
  format: "compacted",
  stands: "the architecture; CPUID.0DH.1:EBX",
  source: "SDM1 13.4.3",
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, appended),
  walk(cpu: Processor, mask: bigint): number {
    let size = EXTENDED_REGION;
    for (const component of cpu.components) {
      if (!hasBit(mask, component.bit)) continue;
      if (component.align64) size = (size + 63) & ~63;
      size += component.size;
    }
    return size;
  },
};
