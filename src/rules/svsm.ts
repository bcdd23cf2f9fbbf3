/** COCONUT-SVSM: the area of a task of its own, from the page of CPUID that it was given. */
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { componentsOf } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { stepsOfStandard } from "./sdm.ts";

export const SVSM_STANDARD: Rule = {
  id: "svsm-standard",
  format: "standard",
  stands: "COCONUT-SVSM: a bit without its sub-leaf is warned of and left out",
  source: "coconut-svsm kernel/src/cpu/sse.rs",
  steps: stepsOfStandard,
  walk: (cpu, mask) =>
    componentsOf(cpu, mask)
      .filter(isUser)
      .map(({ offset, size }) => offset + size)
      .reduce((largest, end) => Math.max(largest, end), EXTENDED_REGION),
};
