/** CRIU's compel, which keeps the walk of Linux 4.x; and the sum it took before pull request 1086. */

import { step } from "../algebra/step.ts";
import { type BitSteps, NOTHING, stepsOver, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser, type StateComponent } from "../xsave/component.ts";
import { align64 } from "../xsave/layout.ts";
import { hasBit } from "../xsave/mask.ts";
import { componentsOf } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { appended } from "./sdm.ts";

/** The offset of every component of the table is worked out, and aligned, even of an absent one. */
function alignedAnyway(component: StateComponent): BitSteps {
  const steps = appended(component);
  return steps.place ? { ...steps, absent: steps.place } : steps;
}

export const CRIU_COMPACTED: Rule = {
  id: "criu-compacted",
  format: "compacted",
  stands: "CRIU 4.x, Linux 4.x: an absent aligned component still aligns",
  source: "CRIU compel/arch/x86/src/lib/cpu.c; Linux 4.20 setup_xstate_comp()",
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, alignedAnyway),
  walk(cpu, mask) {
    let offset = EXTENDED_REGION;
    let sizeBefore = 0;
    for (const component of cpu.components) {
      offset += sizeBefore;
      if (component.align64) offset = align64(offset);
      sizeBefore = hasBit(mask, component.bit) ? component.size : 0;
    }
    return offset + sizeBefore;
  },
};

export const CRIU_2019_STANDARD: Rule = {
  id: "criu-2019-standard",
  format: "standard",
  stands: "CRIU of 2019: the sum of the sizes",
  source: "CRIU before pull request 1086",
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, (component) =>
      isUser(component) ? whenPresent(step({ then: component.size })) : NOTHING,
    ),
  walk: (cpu, mask) =>
    componentsOf(cpu, mask)
      .filter(isUser)
      .reduce((sum, { size }) => sum + size, EXTENDED_REGION),
};
