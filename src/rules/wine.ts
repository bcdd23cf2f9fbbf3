/**
 * Wine, Proton, ReactOS: how long the extended state behind a CONTEXT is (CONTEXT_EX). The walk
 * goes to the topmost bit of the mask, and aligns before every aligned component it passes,
 * present or not. Linux to 4.20 and CRIU walk so as well, but over tables without such a component.
 */

import { constant } from "../algebra/step.ts";
import { bitSteps, NO_CHANGE, type Steps, stepsOver, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser, type StateComponent } from "../xsave/component.ts";
import { hasBit } from "../xsave/mask.ts";
import { componentsOf, type Processor, userPart } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { appended } from "./sdm.ts";

const STANDS = "Wine and Proton, August 2026; ReactOS";
const SOURCE = "Wine dlls/ntdll/exception.c";

/**
 * An absent aligned component must leave the size as it is, for it may be the last; so the next
 * present one aligns in its stead. That is right where everything from the aligned one up to there
 * is whole multiples of 64, or else what lies between would be pushed as well.
 */
function stepsOfCompacted(cpu: Processor): Steps {
  let aligned: StateComponent | undefined;
  let uneven: StateComponent | undefined;
  const pairs = cpu.components.map((component) => {
    if (component.align64) {
      aligned = component;
      uneven = undefined;
    } else if (aligned && uneven) {
      throw new RangeError(
        `wine-compacted is no fold of steps on ${cpu.id}: ${uneven.name}, no multiple of 64 bytes, lies between ${aligned.name}, which is aligned, and ${component.name}`,
      );
    }
    if (component.size % 64 !== 0) uneven ??= component;
    return [
      component.bit,
      appended({ size: component.size, align64: aligned !== undefined }),
    ] as const;
  });
  return { start: EXTENDED_REGION, bits: bitSteps(new Map(pairs)) };
}

export const WINE_COMPACTED: Rule = {
  id: "wine-compacted",
  format: "compacted",
  stands: `${STANDS}: an absent aligned component still aligns`,
  source: `${SOURCE} xstate_get_compacted_size()`,
  steps: stepsOfCompacted,
  walk(cpu, mask) {
    const sizes = new Map(cpu.components.map(({ bit, size }) => [bit, size]));
    const aligned = cpu.components.filter((c) => c.align64).map(({ bit }) => bit);
    let size = EXTENDED_REGION;
    let bit = 2;
    for (let rest = mask >> 2n; rest !== 0n; rest >>= 1n) {
      if (hasBit(rest, 0)) size += sizes.get(bit) ?? 0;
      // Nothing follows the topmost bit.
      if (rest !== 1n && aligned.includes(bit + 1)) size = (size + 63) & ~63;
      bit++;
    }
    return size;
  },
};

export const WINE_STANDARD: Rule = {
  id: "wine-standard",
  format: "standard",
  stands: `${STANDS}: the topmost bit wins`,
  source: `${SOURCE} xstate_get_size()`,
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, (component) =>
      isUser(component) ? whenPresent(constant(component.offset + component.size)) : NO_CHANGE,
    ),
  walk(cpu, mask) {
    const last = componentsOf(cpu, userPart(cpu, mask)).filter(isUser).at(-1);
    return last ? last.offset + last.size : EXTENDED_REGION;
  },
};
