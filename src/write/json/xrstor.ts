/** The document "xsweep/xrstor@1". */
import type { ImageHeader, XrstorRegisters } from "../../questions/restoring.ts";
import type { XrstorVerdict } from "../../questions/xrstor.ts";
import { hex } from "../../xsave/mask.ts";
import type { Processor } from "../../xsave/processor.ts";

/** An XRSTOR and its verdict. */
export interface AskedXrstor {
  readonly cpu: Processor;
  readonly registers: XrstorRegisters;
  readonly header: ImageHeader;
  readonly verdict: XrstorVerdict;
  readonly writer: Processor | undefined;
}

export function xrstorJson({ cpu, registers, header, verdict, writer }: AskedXrstor): object {
  const { format, rfbm, fault, mxcsr, components } = verdict;
  return {
    schema: "xsweep/xrstor@1",
    cpu: cpu.id,
    op: registers.op,
    xcr0: hex(registers.xcr0),
    xss: hex(registers.xss),
    rfbm: hex(rfbm),
    xstateBv: hex(header.xstateBv),
    xcompBv: hex(header.xcompBv),
    format,
    fault: fault && { condition: fault.condition, sentence: fault.sentence },
    mxcsr,
    components: components.map(({ bit, name, effect, offset, from }) => ({
      ...{ bit, name, effect, offset },
      // Nothing is loaded: nothing of the writer is there.
      ...(writer ? { from: from ?? [] } : {}),
    })),
  };
}
