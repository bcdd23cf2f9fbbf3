/**
 * Where the dynamic loader of glibc saves the registers of arguments, on the stack: how many bytes it
 * takes for that, from the sub-leaves of 0DH, whether or not the system has enabled them.
 */

import { step } from "../algebra/step.ts";
import { NO_CHANGE, type Steps, stepsOver } from "../algebra/steps.ts";
import { EXTENDED_REGION } from "../xsave/component.ts";
import { featuresOf } from "../xsave/features.ts";
import { align64, compactedSize, layout } from "../xsave/layout.ts";
import { bit, hasBit } from "../xsave/mask.ts";
import { componentsOf, described, type Processor } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { appended } from "./sdm.ts";

/** Components that the loader saves: no BNDCSR, no PKRU. sysdeps/x86/sysdep.h. */
export const LD_SO_2_33 = 0xeen;
export const LD_SO_2_42 = 0x800een;
/** With both parts of AMX: what a TLS descriptor saves. */
export const LD_SO_2_42_FULL = 0xe00een;

/** Bytes in front of the area: integer registers. */
export const LD_SO_REGISTERS = 64;

/** Bytes that 2.42 counts for registers and what a call takes. */
const TLSDESC_CALL = 88;

const XSAVEC = 0b10;
const up64 = (n: number): number => Math.ceil(n / 64) * 64;
const withXsavec = (cpu: Processor, bytes: () => number): number | null =>
  // Without XSAVEC it takes 0DH.0.EBX of the time, which is what the area takes.
  (featuresOf(cpu) & XSAVEC) === 0 ? null : bytes();

/** 2.33 to 2.39: resolver and descriptor alike. sysdeps/x86/cpu-features.c. */
export const ldSo233 = (cpu: Processor): number | null =>
  withXsavec(cpu, () => up64(compactedSize(cpu, LD_SO_2_33 & described(cpu)) + LD_SO_REGISTERS));

/** 2.42 on, for a TLS descriptor. sysdeps/x86/cpu-features.c. */
export const ldSo242Tlsdesc = (cpu: Processor): number | null =>
  withXsavec(cpu, () => tlsdesc(cpu));

const tlsdesc = (cpu: Processor): number =>
  up64(compactedSize(cpu, LD_SO_2_42_FULL & described(cpu)) + TLSDESC_CALL);

/** 2.42 on, for the resolver of a symbol: the same without the span of AMX. */
export const ldSo242Resolver = (cpu: Processor): number | null =>
  withXsavec(cpu, () => tlsdesc(cpu) - (offsetOf(cpu, 19) - offsetOf(cpu, 17)));

/** Where component `n` begins among the others, or would. */
function offsetOf(cpu: Processor, n: number): number {
  const mask = LD_SO_2_42_FULL & described(cpu);
  const found = layout(cpu, mask, "compacted").components.find((one) => one.bit === n);
  return found?.offset ?? compactedSize(cpu, mask & (bit(n) - 1n));
}

/** Where its sub-leaf is there, a component is saved, enabled or not: as if `mask` were all of them. */
const stepsOfLoader =
  (saved: bigint, beside: number) =>
  (cpu: Processor): Steps => ({
    ...stepsOver(cpu, EXTENDED_REGION, (component) =>
      hasBit(saved, component.bit) ? appended(component) : NO_CHANGE,
    ),
    last: step({ plus: beside, align: 64 }),
  });

const ownOf = (components: bigint) => ({
  components: components | 3n,
  because: "the loader saves registers of arguments, no BNDCSR and no PKRU",
});

export const LD_SO_2_33_COMPACTED: Rule = {
  id: "ld-so-2.33-compacted",
  format: "compacted",
  stands: "glibc 2.33 to 2.39, the loader's area on the stack, with XSAVEC",
  source: "glibc sysdeps/x86/cpu-features.c update_active()",
  own: ownOf(LD_SO_2_33),
  steps: stepsOfLoader(LD_SO_2_33, LD_SO_REGISTERS),
  walk(cpu, mask) {
    let size = 576;
    for (const component of componentsOf(cpu, mask & 0b1110_1110n)) {
      if (component.align64) size = align64(size);
      size += component.size;
    }
    return align64(size + 64);
  },
};

export const LD_SO_2_42_COMPACTED: Rule = {
  id: "ld-so-2.42-compacted",
  format: "compacted",
  stands: "glibc 2.42 on, the loader's area for a TLS descriptor, with XSAVEC",
  source: "glibc sysdeps/x86/cpu-features.c update_active()",
  own: ownOf(LD_SO_2_42_FULL),
  steps: stepsOfLoader(LD_SO_2_42_FULL, TLSDESC_CALL),
  walk(cpu, mask) {
    const listed = [1, 2, 3, 5, 6, 7, 17, 18, 19];
    let size = 576;
    for (const component of componentsOf(cpu, mask)) {
      if (!listed.includes(component.bit)) continue;
      if (component.align64) size = align64(size);
      size += component.size;
    }
    return align64(size + 88);
  },
};
