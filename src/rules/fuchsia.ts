/** Fuchsia: compacted where the processor has XSAVES, else what EBX says of XCR0. */
import { stepsOver } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { componentsOf } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { appended, stepsOfStandard } from "./sdm.ts";

const SHARED = {
  source: "fuchsia zircon/kernel/arch/x86/registers.cc",
  own: { components: 7n, because: "Fuchsia enables x87, SSE and AVX" },
};

export const FUCHSIA_STANDARD: Rule = {
  id: "fuchsia-standard",
  format: "standard",
  stands: "Fuchsia, on processors without XSAVES",
  ...SHARED,
  steps: stepsOfStandard,
  walk: (cpu, mask) =>
    Math.max(
      576,
      ...componentsOf(cpu, mask)
        .filter(isUser)
        .map(({ offset, size }) => offset + size),
    ),
};

export const FUCHSIA_COMPACTED: Rule = {
  id: "fuchsia-compacted",
  format: "compacted",
  stands: "Fuchsia, on processors with XSAVES",
  ...SHARED,
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, appended),
  walk(cpu, mask) {
    let size = 576;
    for (const component of componentsOf(cpu, mask)) {
      if (component.align64) size = (size + 63) & -64;
      size += component.size;
    }
    return size;
  },
};
