/**
 * What gdb up to 13 does to an area that `gcore` writes: it reads the kernel's area as if it lay as
 * on Intel's processors before AMX, and writes it so. Where the processor keeps its components
 * elsewhere, bytes come through that lie in one of gdb's blocks; all others are lost.
 * gdb i387-tdep.c i387_supply_xsave(), i387_collect_xsave() of 13.
 */
import { GDB_STANDARD } from "../../rules/gdb.ts";
import { MXCSR_MASK_OFFSET, XSTATE_BV_OFFSET } from "../../xsave/area.ts";
import { standardSize } from "../../xsave/layout.ts";
import { hasBit } from "../../xsave/mask.ts";
import { described, type Processor } from "../../xsave/processor.ts";

interface Block {
  readonly bit: number;
  readonly from: number;
  readonly to: number;
}

/** Where gdb looks for each component: xsave_avxh_offset and its like, i387-tdep.c. */
// biome-ignore format: one component per row
const BLOCKS: readonly Block[] = [
  { bit: 2, from:  576, to:  832 },
  { bit: 3, from:  960, to: 1024 },
  { bit: 4, from: 1024, to: 1040 },
  { bit: 5, from: 1088, to: 1152 },
  { bit: 6, from: 1152, to: 1664 },
  { bit: 7, from: 1664, to: 2688 },
  { bit: 9, from: 2688, to: 2692 },
];

/**
 * Whether gdb may have written this area on `cpu`, in another way than its kernel: the size is
 * gdb's, XSTATE_BV is XCR0 and MXCSR_MASK 0. The kernel leaves what FXSAVE stored there, never 0.
 */
export function gcoreMayHaveWritten(cpu: Processor, xcr0: bigint, area: DataView): boolean {
  const mask = xcr0 & described(cpu);
  return (
    area.getBigUint64(XSTATE_BV_OFFSET, true) === xcr0 &&
    area.getUint32(MXCSR_MASK_OFFSET, true) === 0 &&
    GDB_STANDARD.walk(cpu, mask) === area.byteLength &&
    standardSize(cpu, mask) !== area.byteLength
  );
}

/**
 * Whether byte `at`, of component `n` of the processor, came through. A block of gdb's that is zero
 * throughout may have been in its initial state, and then nothing of it was read: what another
 * component had there is not known. Of its own component, zero is the value either way.
 */
export function gcoreKnows(area: DataView, xcr0: bigint): (at: number, n: number) => boolean {
  const blocks = BLOCKS.filter(({ bit }) => hasBit(xcr0, bit)).map((block) => ({
    ...block,
    empty: isZero(area, block),
  }));
  return (at, n) =>
    blocks.some(({ bit, from, to, empty }) => from <= at && at < to && (bit === n || !empty));
}

function isZero(area: DataView, { from, to }: Block): boolean {
  for (let at = from; at < Math.min(to, area.byteLength); at++) {
    if (area.getUint8(at) !== 0) return false;
  }
  return true;
}
