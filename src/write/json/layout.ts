/** The document "xsweep/layout@1". */
import { type Layout, layout, type Placed } from "../../xsave/layout.ts";
import { illegalities } from "../../xsave/legality.ts";
import { hex } from "../../xsave/mask.ts";
import type { Processor } from "../../xsave/processor.ts";

const placedJson = ({ bit, name, offset, size }: Placed) => ({ bit, name, offset, size });

/** Components lowest bit first, in both formats. */
const byBit = ({ components }: Layout) => [...components].sort((a, b) => a.bit - b.bit);

export function layoutJson(cpu: Processor, mask: bigint): object {
  const standard = layout(cpu, mask, "standard");
  const compacted = layout(cpu, mask, "compacted");
  const broken = illegalities(cpu, mask);
  return {
    schema: "xsweep/layout@1",
    cpu: cpu.id,
    ...(cpu.hypothetical ? { hypothetical: true } : {}),
    mask: hex(mask),
    legal: broken.length === 0,
    illegalBecause: broken.length === 0 ? null : broken.join("; "),
    standard: {
      size: standard.size,
      components: byBit(standard).map(placedJson),
      holes: standard.holes,
    },
    compacted: {
      size: compacted.size,
      xcompBv: hex(compacted.xcompBv ?? 0n),
      components: byBit(compacted).map((c) => ({ ...placedJson(c), align64: c.align64 })),
      holes: compacted.holes,
    },
  };
}
