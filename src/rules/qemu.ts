/**
 * QEMU: its own table of component sizes, whatever the host says of them; the host's offsets, as
 * under KVM. A component that the table lacks takes no room.
 */

import { step } from "../algebra/step.ts";
import { NOTHING, stepsOver, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { bit } from "../xsave/mask.ts";
import { componentsOf } from "../xsave/processor.ts";
import type { OwnDomain, Rule } from "./rule.ts";
import { appended } from "./sdm.ts";

const SOURCE = "QEMU target/i386/cpu.c x86_ext_save_areas, xsave_area_size()";
const STANDS = "QEMU under KVM, 2026 (CET and APX in its table)";

/** Bytes of each component that the table has. */
// biome-ignore format: one component a row
const SIZES: ReadonlyMap<number, number> = new Map([
  [ 2,  256],
  [ 3,   64],
  [ 4,   64],
  [ 5,   64],
  [ 6,  512],
  [ 7, 1024],
  [ 9,    8],
  [11,   16],
  [12,   24],
  [15,  808],
  [17,   64],
  [18, 8192],
  [19,  128],
]);

const OWN: OwnDomain = {
  components: [...SIZES.keys()].reduce((mask, n) => mask | bit(n), 3n),
  because: "its table has no others",
};

export const QEMU_STANDARD: Rule = {
  id: "qemu-standard",
  format: "standard",
  stands: STANDS,
  source: SOURCE,
  own: OWN,
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, (component) => {
      const size = SIZES.get(component.bit);
      return size !== undefined && isUser(component)
        ? whenPresent(step({ atLeast: component.offset + size }))
        : NOTHING;
    }),
  walk(cpu, mask) {
    let size = EXTENDED_REGION;
    for (const { bit, offset } of componentsOf(cpu, mask).filter(isUser)) {
      const own = SIZES.get(bit) ?? 0;
      if (own !== 0) size = Math.max(size, offset + own);
    }
    return size;
  },
};

export const QEMU_COMPACTED: Rule = {
  id: "qemu-compacted",
  format: "compacted",
  stands: `${STANDS}: no alignment`,
  source: SOURCE,
  own: OWN,
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, ({ bit }) => {
      const size = SIZES.get(bit);
      return size === undefined ? NOTHING : appended({ size, align64: false });
    }),
  walk(cpu, mask) {
    let size = EXTENDED_REGION;
    for (const { bit } of componentsOf(cpu, mask)) {
      const own = SIZES.get(bit) ?? 0;
      if (own === 0) continue;
      const offset = size;
      size = Math.max(size, offset + own);
    }
    return size;
  },
};
