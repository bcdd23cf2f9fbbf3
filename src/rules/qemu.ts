/**
 * QEMU under KVM: its own table of component sizes and the host's offsets. A component that the
 * table lacks takes no room; where the host says another size, QEMU ends (an assertion of
 * kvm_cpu_xsave_init()), so that there is no answer to give.
 */

import { step } from "../algebra/step.ts";
import { NO_CHANGE, stepsOver, whenPresent } from "../algebra/steps.ts";
import { EXTENDED_REGION, isUser } from "../xsave/component.ts";
import { bit } from "../xsave/mask.ts";
import { componentsOf, type Processor } from "../xsave/processor.ts";
import type { OwnDomain, Rule } from "./rule.ts";
import { appended } from "./sdm.ts";

const SOURCE = "QEMU target/i386/cpu.c x86_ext_save_areas, xsave_area_size()";
// No release has been established for the rows of CET and APX.
const STANDS = "QEMU under KVM, CET and APX in its table (posted December 2025)";

/** Bytes of each component that the table has. */
// biome-ignore format: one component per row
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

function refuses(cpu: Processor): string | null {
  const other = cpu.components.find((c) => (SIZES.get(c.bit) ?? c.size) !== c.size);
  if (!other) return null;
  const { name, bit, size } = other;
  return `QEMU ends there, it asserts that ${name} (${bit}) has ${SIZES.get(bit)} bytes, not ${size}`;
}

/** What the registers of each row come to, as its structures declare them: counts and widths. */
// biome-ignore format: one structure per row
const STRUCTURES: readonly (readonly [bit: number, bytes: number])[] = [
  [ 2, 16 * 16],          // upper halves of YMM0 to YMM15
  [ 3,  4 * 16],          // BND0 to BND3
  [ 4, 64],               // BNDCFGU, BNDSTATUS, and room up to 64
  [ 5,  8 * 8],           // k0 to k7
  [ 6, 16 * 32],          // upper halves of ZMM0 to ZMM15
  [ 7, 16 * 64],          // ZMM16 to ZMM31
  [ 9,  4 + 4],           // PKRU and padding
  [11,  2 * 8],           // U_CET, PL3_SSP
  [12,  3 * 8],           // PL0_SSP to PL2_SSP
  [15,  5 * 8 + 32 * 24], // five MSRs, 32 entries of from, to, info
  [17, 64],               // palette, start row, columns and rows of eight tiles
  [18,  8 * 16 * 64],     // eight tiles of 16 rows
  [19, 16 * 8],           // r16 to r31
];

const bytesOf = (n: number): number => STRUCTURES.find(([row]) => row === n)?.[1] ?? 0;

/** As the assertion holds before any size is asked for. */
function assertSizes(cpu: Processor): void {
  for (const { bit, size, name } of cpu.components) {
    const own = bytesOf(bit);
    if (own !== 0 && own !== size) {
      throw new RangeError(
        `QEMU ends on ${cpu.id}: ${name} (${bit}) has ${size} bytes, not ${own}`,
      );
    }
  }
}

export const QEMU_STANDARD: Rule = {
  id: "qemu-standard",
  format: "standard",
  stands: STANDS,
  source: SOURCE,
  own: OWN,
  refuses,
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, (component) => {
      const size = SIZES.get(component.bit);
      return size !== undefined && isUser(component)
        ? whenPresent(step({ atLeast: component.offset + size }))
        : NO_CHANGE;
    }),
  walk(cpu, mask) {
    assertSizes(cpu);
    let size = EXTENDED_REGION;
    for (const { bit, offset } of componentsOf(cpu, mask).filter(isUser)) {
      const own = bytesOf(bit);
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
  refuses,
  steps: (cpu) =>
    stepsOver(cpu, EXTENDED_REGION, ({ bit }) => {
      const size = SIZES.get(bit);
      return size === undefined ? NO_CHANGE : appended({ size, align64: false });
    }),
  walk(cpu, mask) {
    assertSizes(cpu);
    let size = EXTENDED_REGION;
    for (const { bit } of componentsOf(cpu, mask)) {
      const own = bytesOf(bit);
      if (own === 0) continue;
      const offset = size;
      size = Math.max(size, offset + own);
    }
    return size;
  },
};
