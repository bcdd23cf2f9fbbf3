/** The document "xsweep/cpus@1". */
import { namesOfProcessor } from "../../catalogue/names.ts";
import { compactedSize, standardSize } from "../../xsave/layout.ts";
import { hex } from "../../xsave/mask.ts";
import { enumerated, type Processor } from "../../xsave/processor.ts";

/** A processor in a line. */
export const factsOf = (cpu: Processor) => ({
  id: cpu.id,
  name: cpu.name,
  vendor: cpu.vendor,
  ...(cpu.hypothetical ? { hypothetical: true } : {}),
  xcr0: hex(cpu.xcr0),
  xss: hex(cpu.xss),
  standardSize: standardSize(cpu, enumerated(cpu)),
  compactedSize: compactedSize(cpu, enumerated(cpu)),
  source: cpu.source,
  ...namesOfProcessor(cpu.id),
});

export const cpusJson = (cpus: readonly Processor[]): object => ({
  schema: "xsweep/cpus@1",
  cpus: cpus.map(factsOf),
});
