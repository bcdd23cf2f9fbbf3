/** Areas whose layout is known without a guess: XCOMP_BV of a compacted one, or a processor that is named. */
import { EXTENDED_REGION, LEGACY_MASK } from "../../xsave/component.ts";
import { align64, layout } from "../../xsave/layout.ts";
import { bitsOf } from "../../xsave/mask.ts";
import { described, type Processor } from "../../xsave/processor.ts";
import { anyComponent } from "../inference.ts";
import { missingFrom } from "./missing.ts";
import { type Arrangement, type Kept, knowsAll, type Placement } from "./placement.ts";

/** What lies inside the area, of `components`. */
export function placedOn(
  cpu: Processor | null,
  components: readonly Kept[],
  mask: bigint,
  area: DataView,
  by: Arrangement["by"],
): Placement {
  const inside = components.filter((c) => c.offset + c.size <= area.byteLength);
  return {
    arrangements: [{ by, ids: cpu ? [cpu.id] : [], components: inside, knows: knowsAll }],
    warnings: missingFrom(mask, inside, cpu ? [cpu] : []),
  };
}

/** The size and the alignment of a component are the same on every processor: XCOMP_BV is enough. */
export function compacted(mask: bigint, area: DataView, cpu?: Processor): Placement {
  if (cpu) {
    const { components } = layout(cpu, mask & described(cpu), "compacted");
    return placedOn(cpu, components, mask, area, "compacted");
  }
  const components: Kept[] = [];
  let end = EXTENDED_REGION;
  for (const n of bitsOf(mask & ~LEGACY_MASK)) {
    const component = anyComponent(n);
    // Behind one of unknown size nothing has a place.
    if (!component) break;
    const offset = component.align64 ? align64(end) : end;
    components.push({ ...component, offset });
    end = offset + component.size;
  }
  return placedOn(null, components, mask, area, "compacted");
}
