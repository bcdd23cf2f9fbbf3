/**
 * CRIU: the size of the area that it restores, of the host's XCR0, less what it drops from it.
 * Of the rest its table knows bits 2 to 7 and 9; AMX, APX and LWP it never sees.
 */

import { constant, step } from "../algebra/step.ts";
import { NO_CHANGE, stepsOver, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { componentsOf, type Processor } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";

const SOURCE = "CRIU compel/arch/x86/src/lib/cpu.c compel_fpuid(), criu/arch/x86/crtools.c";

/** Components that count. Not BNDREGS (3), which the table has: see `masked`. */
const COUNTED: readonly number[] = [2, 4, 5, 6, 7, 9];

/**
 * The xfeatures that CRIU is left with. XFEATURE_MASK_SUPERVISOR is made of the mask of PT and of
 * the *number* of HDC (10, which is 0b1010), so that bits 1 and 3 go, and HDC does not.
 */
function masked(xcr0: bigint): bigint {
  const XCNTXT_MASK = 0x2ffn;
  const PT_AND_TEN = (1n << 8n) | 10n;
  return xcr0 & XCNTXT_MASK & ~PT_AND_TEN;
}

const userComponents = (cpu: Processor, mask: bigint) =>
  componentsOf(cpu, masked(mask)).filter(isUser);

export const CRIU_2019_STANDARD: Rule = {
  id: "criu-2019-standard",
  format: "standard",
  stands: "CRIU 3.11 to 3.14: the sum of the sizes, BNDREGS lost",
  source: `${SOURCE}, before 6ee4b7238`,
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, (component) =>
      isUser(component) && COUNTED.includes(component.bit)
        ? whenPresent(step({ then: component.size }))
        : NO_CHANGE,
    ),
  walk: (cpu, mask) =>
    userComponents(cpu, mask).reduce((sum, { size }) => sum + size, EXTENDED_REGION),
};

export const CRIU_STANDARD: Rule = {
  id: "criu-standard",
  format: "standard",
  stands: "CRIU 3.15 on: the end of the last of bits 2 to 7 and 9, BNDREGS lost",
  source: `${SOURCE}, since 6ee4b7238`,
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, (component) =>
      isUser(component) && COUNTED.includes(component.bit)
        ? whenPresent(constant(component.offset + component.size))
        : NO_CHANGE,
    ),
  walk(cpu, mask) {
    let size = EXTENDED_REGION;
    for (const component of userComponents(cpu, mask)) size = component.offset + component.size;
    return size;
  },
};
