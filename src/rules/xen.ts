/** Xen: the architecture's sizes, except that a mask of nothing takes nothing. */

import { compose, step } from "../algebra/step.ts";
import { type BitSteps, bitSteps, type Steps, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser, type StateComponent } from "../xsave/component.ts";
import { align64 } from "../xsave/layout.ts";
import { componentsOf, type Processor, userPart } from "../xsave/processor.ts";
import type { OwnDomain, Rule } from "./rule.ts";
import { appended, furthestEnd } from "./sdm.ts";

/** 4.6 to 4.18 wrote XCR0 and read EBX instead. */
const STANDS = "Xen 4.19 on";

/** X86_XCR0_STATES and X86_XSS_STATES. */
const OWN: OwnDomain = {
  components: 0x400000000007ffffn,
  because: "Xen knows no APX (19): a debug build asserts",
};

/** Any bit at all means a header: the size is 576 then, and 0 without one. */
const HEADER = step({ atLeast: EXTENDED_REGION });

const stepsFrom = (cpu: Processor, each: (component: StateComponent) => BitSteps): Steps => ({
  start: 0,
  bits: bitSteps(
    new Map([
      [0, whenPresent(HEADER)],
      [1, whenPresent(HEADER)],
      ...cpu.components.map((component) => [component.bit, each(component)] as const),
    ]),
  ),
});

/** Where the component is the first, the header comes before it. */
function afterHeader(component: StateComponent): BitSteps {
  const { absent, present, place = HEADER } = appended(component);
  return { absent, place: compose(HEADER, place), present: compose(HEADER, present) };
}

export const XEN_STANDARD: Rule = {
  id: "xen-standard",
  format: "standard",
  stands: STANDS,
  source: "Xen xen/arch/x86/xstate.c xstate_uncompressed_size(), df09dfb94d",
  own: OWN,
  steps: (cpu) => stepsFrom(cpu, furthestEnd),
  walk(cpu, mask) {
    const user = userPart(cpu, mask);
    if (user === 0n) return 0;
    let size = EXTENDED_REGION;
    if (user <= 3n) return size;
    for (const component of componentsOf(cpu, user).filter(isUser)) {
      size = Math.max(size, component.offset + component.size);
    }
    return size;
  },
};

export const XEN_COMPACTED: Rule = {
  id: "xen-compacted",
  format: "compacted",
  stands: STANDS,
  source: "Xen xen/arch/x86/xstate.c xstate_compressed_size(), 71cacfb035",
  own: OWN,
  steps: (cpu) => stepsFrom(cpu, afterHeader),
  walk(cpu, mask) {
    if (mask === 0n) return 0;
    let size = EXTENDED_REGION;
    if (mask <= 3n) return size;
    for (const component of componentsOf(cpu, mask)) {
      if (component.align64) size = align64(size);
      size += component.size;
    }
    return size;
  },
};
