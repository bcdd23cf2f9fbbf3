/** gVisor: one number for the host, what CPUID.0DH.0:EBX says less the room of XTILEDATA. */

import { bitSteps } from "../algebra/steps.ts";
import { hasBit } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { SDM_STANDARD } from "./sdm.ts";

const XTILEDATA = 18;
const XTILEDATA_SIZE = 8192;
const AMX = 0x60000n;

/** @throws {RangeError} where the host's area is smaller than what is taken off. */
function sizeOn(cpu: Processor): number {
  const ebx = SDM_STANDARD.walk(cpu, cpu.xcr0);
  if (!hasBit(cpu.xcr0, XTILEDATA)) return ebx;
  if (ebx < XTILEDATA_SIZE) {
    throw new RangeError(
      `gvisor-standard takes ${XTILEDATA_SIZE} bytes off for XTILEDATA, and XCR0 of ${cpu.id} needs only ${ebx}`,
    );
  }
  return ebx - XTILEDATA_SIZE;
}

export const GVISOR_STANDARD: Rule = {
  id: "gvisor-standard",
  format: "standard",
  stands: "gVisor 2024 on: one size for the host, AMX left out",
  source: "gVisor pkg/cpuid, issue 9896",
  own: { components: ((1n << 63n) - 1n) & ~AMX, because: "gVisor clears 17 and 18 from XCR0" },
  steps: (cpu) => ({ start: sizeOn(cpu), bits: bitSteps(new Map()) }),
  walk: (cpu) => sizeOn(cpu),
};
