/** The components that a mask holds and no place is known for. */
import { isUser, LEGACY_MASK, type UserComponent } from "../../xsave/component.ts";
import { bit, bitsOf, hex } from "../../xsave/mask.ts";
import { componentsOf, type Processor } from "../../xsave/processor.ts";
import { nameOf } from "../cpuid/leaf0d.ts";
import type { Warning } from "../warning.ts";

/** The components of `xcr0` that nothing places, where they lie outside or are not known at all. */
export function missingFrom(
  xcr0: bigint,
  kept: readonly UserComponent[],
  cpus: readonly Processor[] = [],
): Warning[] {
  const left = kept.reduce((rest, c) => rest & ~bit(c.bit), xcr0 & ~LEGACY_MASK & ~(1n << 63n));
  if (left === 0n) return [];
  const names = bitsOf(left).map((n) => {
    const place = cpus.flatMap((cpu) => componentsOf(cpu, bit(n))).find(isUser);
    const where = place ? ` at ${place.offset}..${place.offset + place.size}` : "";
    return `${nameOf(n)} (${n})${where}`;
  });
  const why = cpus.length > 0 ? "not in the area" : "which nothing places";
  return [
    {
      name: "missing-subleaf",
      message: `XCR0 (${hex(xcr0)}) holds ${names.join(", ")}, ${why}: left out`,
    },
  ];
}
