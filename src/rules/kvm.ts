/** KVM's own function for what it reports in CPUID leaf 0DH: a running maximum from the start. */

import { stepsOver } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { align64 } from "../xsave/layout.ts";
import { componentsOf } from "../xsave/processor.ts";
import { KVM_XCR0, KVM_XCR0_5_16, KVM_XSS } from "./linux-masks.ts";
import type { Rule } from "./rule.ts";
import { appended, furthestEnd } from "./sdm.ts";

const SOURCE = "Linux arch/x86/kvm/cpuid.c xstate_required_size()";

export const KVM_5_16_COMPACTED: Rule = {
  id: "kvm-5.16-compacted",
  format: "compacted",
  stands: "KVM to Linux 5.16: no alignment",
  source: `${SOURCE} before cc04b6a21d43`,
  own: { components: KVM_XCR0_5_16, because: "KVM to Linux 5.16 supports no AMX and no IA32_XSS" },
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, ({ size }) => appended({ size, align64: false })),
  walk(cpu, mask) {
    let size = EXTENDED_REGION;
    for (const component of componentsOf(cpu, mask)) {
      const offset = size;
      size = Math.max(size, offset + component.size);
    }
    return size;
  },
};

const AS_5_17 = {
  source: `${SOURCE} from cc04b6a21d43 on`,
  own: {
    components: KVM_XCR0 | KVM_XSS,
    because: "KVM of Linux 5.17 to 6.18 supports no others in XCR0, and CET alone in IA32_XSS",
  },
};

export const KVM_5_17_STANDARD: Rule = {
  id: "kvm-5.17-standard",
  format: "standard",
  stands: "KVM, Linux 5.17 on and before",
  ...AS_5_17,
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, furthestEnd),
  walk(cpu, mask) {
    let size = EXTENDED_REGION;
    for (const component of componentsOf(cpu, mask).filter(isUser)) {
      size = Math.max(size, component.offset + component.size);
    }
    return size;
  },
};

export const KVM_5_17_COMPACTED: Rule = {
  id: "kvm-5.17-compacted",
  format: "compacted",
  stands: "KVM, Linux 5.17 on",
  ...AS_5_17,
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, appended),
  walk(cpu, mask) {
    let size = EXTENDED_REGION;
    for (const component of componentsOf(cpu, mask)) {
      const offset = component.align64 ? align64(size) : size;
      size = Math.max(size, offset + component.size);
    }
    return size;
  },
};
