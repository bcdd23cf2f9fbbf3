/**
 * Where each state component lies in an XSAVE area.
 *
 * This is the reference: one mask, one readable pass. Every engine is held equal to it, over
 * every mask (test/engines.test.ts).
 */

import { xcompBv } from "./area.ts";
import { EXTENDED_REGION, type Format, isUser, type StateComponent } from "./component.ts";
import { checkMask, componentsOf, type Processor } from "./processor.ts";

/** A state component and its first byte, counted from the start of the area. */
export interface Placed extends StateComponent {
  readonly offset: number;
}

/** Bytes that belong to no component of the mask. */
export interface Hole {
  readonly offset: number;
  readonly size: number;
}

export interface Layout {
  readonly format: Format;
  readonly mask: bigint;
  /** Bytes from the start of the area to the end of its furthest component, at least 576. */
  readonly size: number;
  /** Extended components in the order they lie in; no supervisor ones in the standard format. */
  readonly components: readonly Placed[];
  /** Maximal runs of [576, size) that no component of the mask covers: gaps and padding. */
  readonly holes: readonly Hole[];
  /** What XSAVEC and XSAVES write to XCOMP_BV; null in the standard format. */
  readonly xcompBv: bigint | null;
}

/** `x` rounded up to a multiple of 64. */
export const align64 = (x: number): number => Math.ceil(x / 64) * 64;

/**
 * Both where and how large: the area of `cpu` that holds `mask`, which is RFBM in the standard
 * format and XCOMP_BV[62:0] in the compacted format. SDM1 13.4.3.
 *
 * @throws {TypeError} if `mask` is no bigint or `format` is no format.
 * @throws {RangeError} if a bit of `mask` names no component of `cpu`.
 */
export function layout(cpu: Processor, mask: bigint, format: Format): Layout {
  checkMask(cpu, mask);
  if (format !== "standard" && format !== "compacted") {
    throw new TypeError(`a format is "standard" or "compacted", not ${JSON.stringify(format)}`);
  }
  const components = place(cpu, mask, format);
  const size = components.reduce((end, c) => Math.max(end, c.offset + c.size), EXTENDED_REGION);
  return {
    format,
    mask,
    size,
    components,
    holes: holesOf(components),
    xcompBv: format === "compacted" ? xcompBv(mask) : null,
  };
}

/** Bytes of an area of `cpu` holding `mask` in the standard format; supervisor bits are ignored. */
export const standardSize = (cpu: Processor, mask: bigint): number =>
  layout(cpu, mask, "standard").size;

/** Bytes of an area of `cpu` holding `mask` in the compacted format. */
export const compactedSize = (cpu: Processor, mask: bigint): number =>
  layout(cpu, mask, "compacted").size;

function place(cpu: Processor, mask: bigint, format: Format): Placed[] {
  const present = componentsOf(cpu, mask);
  // By offset, not by bit: APX (19) and LWP (62) lie below components with lower bits.
  if (format === "standard") return present.filter(isUser).sort((a, b) => a.offset - b.offset);
  let end = EXTENDED_REGION;
  return present.map((component) => {
    const offset = component.align64 ? align64(end) : end;
    end = offset + component.size;
    return { ...component, offset };
  });
}

function holesOf(components: readonly Placed[]): Hole[] {
  const holes: Hole[] = [];
  let end = EXTENDED_REGION;
  for (const { offset, size } of components) {
    if (offset > end) holes.push({ offset: end, size: offset - end });
    end = offset + size;
  }
  return holes;
}
