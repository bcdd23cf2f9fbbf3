/** Layouts of one processor, made quickly: what does not depend on the mask is made once. */
import { EXTENDED_REGION, isUser, type StateComponent } from "./component.ts";
import { HIGH, highOf, LOW, lowOf, splitter } from "./halves.ts";
import { bit } from "./mask.ts";
import type { Processor } from "./processor.ts";
import { Area, type Hole, type Layout, type Placed } from "./reference.ts";

/** The layouts of a processor in both formats. What they throw: see `checkMask`. */
export interface Areas {
  readonly standard: (mask: bigint) => Layout;
  readonly compacted: (mask: bigint) => Layout;
}

export const areasOf = (cpu: Processor): Areas => ({
  standard: standardAreas(cpu),
  compacted: compactedAreas(cpu),
});

/** Offsets are fixed, so the components of every layout are those of the processor. */
function standardAreas(cpu: Processor): (mask: bigint) => Layout {
  const split = splitter(cpu);
  const users = cpu.components.filter(isUser).sort((a, b) => a.offset - b.offset);
  const count = users.length;
  const low = Int32Array.from(users, (component) => lowOf(bit(component.bit)));
  const high = Int32Array.from(users, (component) => highOf(bit(component.bit)));
  return (mask) => {
    const halves = split(mask);
    const lo = halves[LOW] as number;
    const hi = halves[HIGH] as number;
    const components: Placed[] = [];
    const holes: Hole[] = [];
    let end = EXTENDED_REGION;
    for (let i = 0; i < count; i++) {
      if (((lo & (low[i] as number)) | (hi & (high[i] as number))) === 0) continue;
      const component = users[i] as Placed;
      const { offset } = component;
      if (offset > end) holes.push({ offset: end, size: offset - end });
      components.push(component);
      end = offset + component.size;
    }
    return new Area("standard", mask, end, components, holes);
  };
}

/** Places kept of one component, a power of two: more than it has on any processor of today. */
const PLACES = 512;

/** A component of the compacted format, and where it has been. */
class Placeable {
  readonly size: number;
  readonly aligned: boolean;
  readonly #component: StateComponent;
  readonly #places: (Placed | undefined)[] = new Array(PLACES).fill(undefined);

  constructor(component: StateComponent) {
    this.size = component.size;
    this.aligned = component.align64;
    this.#component = component;
  }

  /** The component at `offset`, frozen: nearly always an object that was made before. */
  at(offset: number): Placed {
    const slot = (offset >>> 3) & (PLACES - 1);
    const known = this.#places[slot];
    if (known !== undefined && known.offset === offset) return known;
    const placed = Object.freeze({ ...this.#component, offset });
    this.#places[slot] = placed;
    return placed;
  }
}

function compactedAreas(cpu: Processor): (mask: bigint) => Layout {
  const split = splitter(cpu);
  const byBit: (Placeable | undefined)[] = new Array(64).fill(undefined);
  for (const component of cpu.components) byBit[component.bit] = new Placeable(component);
  return (mask) => {
    const halves = split(mask);
    const high = halves[HIGH] as number;
    const components: Placed[] = [];
    const holes: Hole[] = [];
    let end = EXTENDED_REGION;
    // x87 and SSE lie in the legacy region.
    let rest = (halves[LOW] as number) & ~3;
    for (let top = 31; ; top = 63, rest = high) {
      for (; rest !== 0; rest &= rest - 1) {
        const place = byBit[top - Math.clz32(rest & -rest)] as Placeable;
        const offset = place.aligned ? (end + 63) & -64 : end;
        if (offset > end) holes.push({ offset: end, size: offset - end });
        components.push(place.at(offset));
        end = offset + place.size;
      }
      if (top === 63) break;
    }
    return new Area("compacted", mask, end, components, holes);
  };
}
