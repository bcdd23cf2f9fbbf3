/**
 * Where each state component lies in an XSAVE area: one mask, one readable pass.
 *
 * This is the reference. The tables of layout.ts and every engine are held equal to it, over every
 * mask (test/xsave/tables.test.ts, test/engines.test.ts).
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
  /** The extended component of that bit, or of that name in any case; undefined where it is not held. */
  readonly at: (component: string | number) => Placed | undefined;
}

/** A class, so that every layout has one shape. */
export class Area implements Layout {
  readonly format: Format;
  readonly mask: bigint;
  readonly size: number;
  readonly components: readonly Placed[];
  readonly holes: readonly Hole[];
  readonly xcompBv: bigint | null;

  constructor(
    format: Format,
    mask: bigint,
    size: number,
    components: readonly Placed[],
    holes: readonly Hole[],
  ) {
    this.format = format;
    this.mask = mask;
    this.size = size;
    this.components = components;
    this.holes = holes;
    this.xcompBv = format === "compacted" ? xcompBv(mask) : null;
  }

  at(component: string | number): Placed | undefined {
    const bit = typeof component === "number" ? component : -1;
    const name = `${component}`.toLowerCase();
    return this.components.find((one) => one.bit === bit || one.name.toLowerCase() === name);
  }
}

/** `x` rounded up to a multiple of 64. */
export const align64 = (x: number): number => Math.ceil(x / 64) * 64;

/** The area of `cpu` that holds `mask`. SDM1 13.4.3. What it throws: see `checkMask`. */
export function plainLayout(cpu: Processor, mask: bigint, format: Format): Layout {
  checkMask(cpu, mask);
  const components = place(cpu, mask, format);
  const size = components.reduce((end, c) => Math.max(end, c.offset + c.size), EXTENDED_REGION);
  return new Area(format, mask, size, components, holesOf(components));
}

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
