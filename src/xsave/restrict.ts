/** A processor cut down: what a guest, a policy, a TDX XFAM or an SGX XFRM leaves of it. */
import type { StateComponent } from "./component.ts";
import { XFD_FEATURE } from "./features.ts";
import { hex } from "./mask.ts";
import { componentsOf, createProcessor, enumerated, type Processor } from "./processor.ts";

/** XFD goes with the last component that it applies to; the instructions stay. */
const featuresLeft = (eax1: number, components: readonly StateComponent[]): number =>
  components.some(({ xfd }) => xfd) ? eax1 : eax1 & ~XFD_FEATURE;

/**
 * `cpu` with XCR0 and IA32_XSS cut down to `mask`, and the components that are left. Bits that `cpu`
 * does not enumerate are passed over; an XCR0 that XSETBV would refuse is kept as it is.
 */
export function restrict(cpu: Processor, mask: bigint): Processor {
  const kept = enumerated(cpu) & mask;
  const components = componentsOf(cpu, kept);
  return createProcessor({
    ...cpu,
    id: `${cpu.id}:${hex(kept)}`,
    name: `${cpu.name}, cut down to ${hex(kept)}`,
    xcr0: cpu.xcr0 & mask,
    xss: cpu.xss & mask,
    eax1: cpu.eax1 === undefined ? undefined : featuresLeft(cpu.eax1, components),
    components,
  });
}
