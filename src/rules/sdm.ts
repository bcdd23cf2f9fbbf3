/** The architecture's own two rules. SDM1 13.4.3; checked against every dump in test/catalogue. */
import { EXTENDED_REGION, isUser, type StateComponent } from "../xsave/component.ts";
import { hasBit } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import { type BitSteps, bitSteps, type Rule } from "./rule.ts";
import { compose, IDENTITY, step } from "./step.ts";

const standardSteps = (component: StateComponent): BitSteps => ({
  absent: IDENTITY,
  // A maximum, not the topmost bit: APX (19) and LWP (62) lie below components with lower bits.
  present: isUser(component) ? step({ atLeast: component.offset + component.size }) : IDENTITY,
});

export const SDM_STANDARD: Rule = {
  id: "sdm-standard",
  format: "standard",
  stands: "the architecture; CPUID.0DH.0:EBX and ECX",
  source: "SDM1 13.4.3",
  steps: (cpu) => ({
    start: EXTENDED_REGION,
    bits: bitSteps(new Map(cpu.components.map((c) => [c.bit, standardSteps(c)]))),
  }),
  walk(cpu: Processor, mask: bigint): number {
    let size = EXTENDED_REGION;
    for (const component of cpu.components) {
      if (!hasBit(mask, component.bit) || !isUser(component)) continue;
      size = Math.max(size, component.offset + component.size);
    }
    return size;
  },
};

/** A compacted component: aligned or not where the running size ends, then its own bytes. */
export function compactedSteps(size: number, align64: boolean): BitSteps {
  const place = step({ align: align64 ? 64 : 1 });
  return { absent: IDENTITY, place, present: compose(place, step({ then: size })) };
}

export const SDM_COMPACTED: Rule = {
  id: "sdm-compacted",
  format: "compacted",
  stands: "the architecture; CPUID.0DH.1:EBX",
  source: "SDM1 13.4.3",
  steps: (cpu) => ({
    start: EXTENDED_REGION,
    bits: bitSteps(new Map(cpu.components.map((c) => [c.bit, compactedSteps(c.size, c.align64)]))),
  }),
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
