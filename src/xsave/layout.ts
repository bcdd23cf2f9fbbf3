/** Layouts and sizes of XSAVE areas, by what is made once a processor. reference.ts says the same. */

import { areasOf } from "./areas.ts";
import { type Sizer, tabulated } from "./byte-tables.ts";
import { EXTENDED_REGION, type Format, isUser } from "./component.ts";
import { perProcessor } from "./per-processor.ts";
import { checkMask, type Processor } from "./processor.ts";
import { type Layout, plainLayout } from "./reference.ts";
import { ALIGN, type BitRow, LEAVE, NO_RUN_FLOOR, STAY } from "./run-step.ts";

export { align64, type Hole, type Layout, type Placed } from "./reference.ts";

const areas = /* @__PURE__ */ perProcessor(areasOf, (cpu) => ({
  standard: (mask) => plainLayout(cpu, mask, "standard"),
  compacted: (mask) => plainLayout(cpu, mask, "compacted"),
}));

/**
 * Both where and how large: the area of `cpu` that holds `mask`, which is RFBM in the standard
 * format and XCOMP_BV[62:0] in the compacted format. SDM1 13.4.3.
 *
 * @throws {TypeError} if `mask` is no bigint or `format` is no format.
 * @throws {RangeError} if a bit of `mask` names no component of `cpu`.
 */
export function layout(cpu: Processor, mask: bigint, format: Format): Layout {
  if (format === "compacted") return areas(cpu).compacted(mask);
  if (format === "standard") return areas(cpu).standard(mask);
  checkMask(cpu, mask);
  throw new TypeError(`a format is "standard" or "compacted", not ${JSON.stringify(format)}`);
}

/**
 * Bytes of an area of `cpu` holding `mask` in the standard format; supervisor bits are ignored.
 * SDM1 13.4.3. @throws as `layout`.
 */
export function standardSize(cpu: Processor, mask: bigint): number {
  const found = standardSizes(cpu);
  return found.sizer === undefined ? plainSize(found, cpu, mask) : found.sizer(mask);
}

/**
 * Bytes of an area of `cpu` holding `mask` in the compacted format. SDM1 13.4.3. @throws as `layout`.
 */
export function compactedSize(cpu: Processor, mask: bigint): number {
  const found = compactedSizes(cpu);
  return found.sizer === undefined ? plainSize(found, cpu, mask) : found.sizer(mask);
}

/** How the sizes of one processor in one format are found. */
interface Sizes {
  readonly format: Format;
  /** What makes a table of them; null for an object that may change. */
  readonly rows: ((cpu: Processor) => BitRow[]) | null;
  calls: number;
  /** Once so many calls have come that the table is worth its making. */
  sizer: Sizer | undefined;
}

/** Calls that are answered the plain way first: making a table takes as long as some hundred. */
const PLAIN_CALLS = 64;

const sizesOf = (format: Format, rows: (cpu: Processor) => BitRow[]) =>
  perProcessor(
    (): Sizes => ({ format, rows, calls: 0, sizer: undefined }),
    (): Sizes => ({ format, rows: null, calls: 0, sizer: undefined }),
  );

function plainSize(sizes: Sizes, cpu: Processor, mask: bigint): number {
  if (sizes.rows !== null && ++sizes.calls > PLAIN_CALLS) {
    sizes.sizer = tabulated(cpu, EXTENDED_REGION, sizes.rows(cpu));
  }
  return plainLayout(cpu, mask, sizes.format).size;
}

const standardSizes = /* @__PURE__ */ sizesOf("standard", ({ components }) =>
  components.filter(isUser).map(({ bit, offset, size }) => ({
    bit,
    absent: STAY,
    present: { ...STAY, floor: offset + size },
  })),
);

const compactedSizes = /* @__PURE__ */ sizesOf("compacted", ({ components }) =>
  components.map(({ bit, align64: aligned, size }) => ({
    bit,
    absent: STAY,
    present: aligned
      ? { add: 63, keep: ALIGN, then: size, floor: NO_RUN_FLOOR }
      : { add: size, keep: LEAVE, then: 0, floor: NO_RUN_FLOOR },
  })),
);
