/** gVisor: one number for the host, what CPUID.0DH.0:EBX says less the room of AMX. */

import { sizeOf } from "../algebra/fold.ts";
import { bitSteps, type Steps } from "../algebra/steps.ts";
import { hasBit } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import type { OwnDomain, Rule } from "./rule.ts";
import { SDM_STANDARD, stepsOfStandard } from "./sdm.ts";

const SOURCE = "gVisor pkg/cpuid ExtendedStateSize(), AMXExtendedStateSize()";

const OWN: OwnDomain = {
  components: ((1n << 63n) - 1n) & ~0x60000n,
  because: "gVisor clears 17 and 18 from XCR0",
};

/** The same size whatever the mask is: that of the host's XCR0, less its components among `left`. */
const without = (cpu: Processor, left: readonly number[]): Steps => ({
  start: cpu.components
    .filter(({ bit }) => left.includes(bit) && hasBit(cpu.xcr0, bit))
    .reduce((ebx, { size }) => ebx - size, sizeOf(stepsOfStandard(cpu), cpu.xcr0)),
  bits: bitSteps(new Map()),
});

/** 0DH.n:EAX. */
const eaxOf = (cpu: Processor, n: number): number =>
  cpu.components.find(({ bit }) => bit === n)?.size ?? 0;

export const GVISOR_2024_STANDARD: Rule = {
  id: "gvisor-2024-standard",
  format: "standard",
  stands: "gVisor release-20240122 to before 20260427: one size for the host, AMX left out",
  source: `${SOURCE}, e9bdc76c02bd`,
  own: OWN,
  steps: (cpu) => without(cpu, [17, 18]),
  walk(cpu) {
    let amx = 0;
    if (cpu.xcr0 & 0x20000n) amx += eaxOf(cpu, 17);
    if (cpu.xcr0 & 0x40000n) amx += eaxOf(cpu, 18);
    return SDM_STANDARD.walk(cpu, cpu.xcr0) - amx;
  },
};

export const GVISOR_STANDARD: Rule = {
  id: "gvisor-standard",
  format: "standard",
  stands: "gVisor release-20260427 on: one size for the host, XTILEDATA left out",
  source: `${SOURCE}, 03fab9739`,
  own: OWN,
  steps: (cpu) => without(cpu, [18]),
  walk(cpu) {
    const ebx = SDM_STANDARD.walk(cpu, cpu.xcr0);
    return cpu.xcr0 & 0x40000n ? ebx - eaxOf(cpu, 18) : ebx;
  },
};
