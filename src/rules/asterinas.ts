/**
 * Asterinas saves by XSAVE, in the standard format, and takes for the length of that image what
 * 0DH.1:EBX says, which is the size of a compacted one.
 */
import { bitSteps, NO_CHANGE, stepsOver } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { featuresOf, hasCompaction } from "../xsave/features.ts";
import { componentsOf, userPart } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { appended } from "./sdm.ts";

export const ASTERINAS_STANDARD: Rule = {
  id: "asterinas-standard",
  format: "standard",
  stands: "Asterinas: 0DH.1:EBX as the length of a standard image; 0 without XSAVEC",
  source: "asterinas ostd/src/arch/x86/cpu/context/mod.rs",
  own: { components: 0xe7n, because: "Asterinas enables x87, SSE, AVX and AVX-512" },
  steps: (cpu) =>
    hasCompaction(featuresOf(cpu))
      ? stepsOver(cpu, EXTENDED_REGION, (component) =>
          isUser(component) ? appended(component) : NO_CHANGE,
        )
      : { start: 0, bits: bitSteps(new Map()) },
  walk(cpu, mask) {
    if (!hasCompaction(featuresOf(cpu))) return 0;
    let ebx = 576;
    for (const { size, align64 } of componentsOf(cpu, userPart(cpu, mask))) {
      if (align64) ebx = Math.ceil(ebx / 64) * 64;
      ebx += size;
    }
    return ebx;
  },
};
