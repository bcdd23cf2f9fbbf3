/**
 * A Linux guest of SEV-SNP sizes its area from the page of CPUID that the firmware has checked: the
 * third size function of Linux, and the one without alignment.
 */
import { step } from "../algebra/step.ts";
import { stepsOver, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { hasBit } from "../xsave/mask.ts";
import { described, type Processor, userPart } from "../xsave/processor.ts";
import type { OwnDomain, Rule } from "./rule.ts";
import { stepsOfStandard } from "./sdm.ts";

const STANDS = "Linux as a guest of SEV-SNP, 6.16 and 6.19 read";
const SOURCE = "Linux arch/x86/boot/startup/sev-shared.c snp_cpuid_calc_xsave_size()";

/** Bytes by the rows of the page, one per sub-leaf; 0, an error there, where one asked for is missing. */
function overRows(
  cpu: Processor,
  asked: bigint,
  taken: (size: number, eax: number, ebx: number) => number,
): number {
  let size = EXTENDED_REGION;
  let found = 3n;
  for (const component of cpu.components) {
    if (!hasBit(asked, component.bit)) continue;
    found |= 1n << BigInt(component.bit);
    size = taken(size, component.size, isUser(component) ? component.offset : 0);
  }
  return (asked & ~found) === 0n ? size : 0;
}

const OWN: OwnDomain = {
  components: 0x1ae7n,
  because: "SEV-SNP is AMD's: no MPX, no AMX, no APX up to Zen 5",
};

export const LINUX_SNP_STANDARD: Rule = {
  id: "linux-snp-standard",
  format: "standard",
  stands: STANDS,
  source: SOURCE,
  own: OWN,
  steps: stepsOfStandard,
  walk: (cpu, mask) =>
    overRows(
      cpu,
      userPart(cpu, mask & described(cpu)) | (mask & ~described(cpu)),
      (size, eax, ebx) => Math.max(size, ebx + eax),
    ),
};

export const LINUX_SNP_COMPACTED: Rule = {
  id: "linux-snp-compacted",
  format: "compacted",
  stands: `${STANDS}: no alignment`,
  source: SOURCE,
  own: OWN,
  steps: (cpu) => stepsOver(cpu, EXTENDED_REGION, ({ size }) => whenPresent(step({ then: size }))),
  walk: (cpu, mask) => overRows(cpu, mask, (size, eax) => size + eax),
};
