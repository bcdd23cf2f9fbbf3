/** NetBSD's hypervisor, which DragonFly shares: what 0DH.0:EBX says to a guest. */
import { constant } from "../algebra/step.ts";
import { bitSteps, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { hasBit } from "../xsave/mask.ts";
import type { Rule } from "./rule.ts";
import { stepsOfStandard } from "./sdm.ts";

const SOURCE = "NetBSD sys/dev/nvmm/x86/nvmm_x86.c";

/** The registers of x87 alone: an FSAVE image, and a header behind it. */
const X87_ALONE = 172;

export const NVMM_2025_STANDARD: Rule = {
  id: "nvmm-2025-standard",
  format: "standard",
  stands: "NetBSD's nvmm before June 2026: legacy region and header, whatever is enabled",
  source: SOURCE,
  steps: () => ({
    start: X87_ALONE,
    bits: bitSteps(new Map([[1, whenPresent(constant(EXTENDED_REGION))]])),
  }),
  walk: (_, mask) => (hasBit(mask, 1) ? 512 : 108) + 64,
};

export const NVMM_STANDARD: Rule = {
  id: "nvmm-standard",
  format: "standard",
  stands: "NetBSD's nvmm, June 2026 on",
  source: `${SOURCE} nvmm_x86_xsave_size()`,
  steps: stepsOfStandard,
  walk(cpu, mask) {
    let total = 576;
    for (const component of cpu.components) {
      if (!hasBit(mask, component.bit) || !isUser(component)) continue;
      total = Math.max(total, component.offset + component.size);
    }
    return total;
  },
};
