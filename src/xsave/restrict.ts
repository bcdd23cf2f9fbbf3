/** A processor cut down: what a guest, a policy, a TDX XFAM or an SGX XFRM leaves of it. */
import { hex } from "./mask.ts";
import { componentsOf, createProcessor, enumerated, type Processor } from "./processor.ts";

/**
 * `cpu` with XCR0 and IA32_XSS cut down to `mask`, and the components that are left. Bits that `cpu`
 * does not enumerate are passed over; an XCR0 that XSETBV would refuse is kept as it is.
 */
export function restrict(cpu: Processor, mask: bigint): Processor {
  const kept = enumerated(cpu) & mask;
  return createProcessor({
    ...cpu,
    id: `${cpu.id}:${hex(kept)}`,
    name: `${cpu.name}, cut down to ${hex(kept)}`,
    xcr0: cpu.xcr0 & mask,
    xss: cpu.xss & mask,
    components: componentsOf(cpu, kept),
  });
}
