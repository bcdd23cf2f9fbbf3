/** Layouts held against the bytes of an area: what lies between the components is 0. */
import { EXTENDED_REGION, type UserComponent } from "../../xsave/component.ts";

/**
 * The layouts that leave no byte that is not 0 between the components, where there are such; else
 * all. Kernels hand out areas with zeros there; a buffer of a program may have anything.
 */
export function byContent<One extends { readonly components: readonly UserComponent[] }>(
  options: readonly One[],
  area: DataView,
): readonly One[] {
  const clean = options.filter(({ components }) => !hasStray(area, components));
  return clean.length > 0 ? clean : options;
}

function hasStray(area: DataView, components: readonly UserComponent[]): boolean {
  const ascending = [...components].sort((a, b) => a.offset - b.offset);
  let at = EXTENDED_REGION;
  for (const { offset, size } of [...ascending, { offset: area.byteLength, size: 0 }]) {
    for (; at < offset; at++) if (area.getUint8(at) !== 0) return true;
    at = Math.max(at, offset + size);
  }
  return false;
}
