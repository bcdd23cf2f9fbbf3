/** FEX: one number for everything that leaf 0DH says, whatever XCR0 is. */
import { bitSteps, type Steps } from "../algebra/steps.ts";
import { hasBit } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";

const SHARED = {
  stands: "FEX: 832 bytes with AVX, 576 without, whatever is enabled",
  source: "FEX-Emu FEXCore/Source/Interface/Core/CPUID.cpp Function_0Dh()",
  own: { components: 7n, because: "FEX enumerates x87, SSE and AVX" },
};

const stepsOf = (cpu: Processor): Steps => ({
  start: cpu.xcr0 & 4n ? 832 : 576,
  bits: bitSteps(new Map()),
});

/** XFeatureSupportedSizeMax. */
const walk = (cpu: Processor): number => (hasBit(cpu.xcr0, 2) ? 0x340 : 0x240);

export const FEX_STANDARD: Rule = {
  id: "fex-standard",
  format: "standard",
  ...SHARED,
  steps: stepsOf,
  walk,
};

export const FEX_COMPACTED: Rule = {
  id: "fex-compacted",
  format: "compacted",
  ...SHARED,
  steps: stepsOf,
  walk,
};
