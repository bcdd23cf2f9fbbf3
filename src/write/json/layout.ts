/** The document "xsweep/layout@1". */
import { type Layout, layout, type Placed } from "../../xsave/layout.ts";
import { reasonsAgainst } from "../../xsave/legality.ts";
import { hex } from "../../xsave/mask.ts";
import { componentsOf, described, type Processor } from "../../xsave/processor.ts";

/** What a mask is: only an XCR0 is judged by the rules of XSETBV. */
export type MaskKind = "xcr0" | "rfbm" | "xstate-bv";

/** Components lowest bit first, in both formats. */
const byBit = ({ components }: Layout) => [...components].sort((a, b) => a.bit - b.bit);

/** `as`: undefined for an XCR0 together with an IA32_XSS, which the mask is by default. */
export function layoutJson(cpu: Processor, asked: bigint, as?: MaskKind): object {
  const mask = asked & described(cpu);
  const flags = new Map(componentsOf(cpu, mask).map((c) => [c.bit, c]));
  const placedJson = ({ bit, name, offset, size }: Placed) => {
    const { supervisor = false, xfd = false } = flags.get(bit) ?? {};
    return { bit, name, offset, size, supervisor, xfd };
  };
  const standard = layout(cpu, mask, "standard");
  const compacted = layout(cpu, mask, "compacted");
  const judged = as === undefined || as === "xcr0";
  const broken = judged ? reasonsAgainst(cpu, asked, as === "xcr0") : [];
  return {
    schema: "xsweep/layout@1",
    cpu: cpu.id,
    ...(cpu.hypothetical ? { hypothetical: true } : {}),
    mask: hex(asked),
    as: as ?? "xcr0",
    legal: judged ? broken.length === 0 : null,
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
