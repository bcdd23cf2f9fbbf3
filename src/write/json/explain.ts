/** The document "xsweep/explain@1". */
import type { Check } from "../../explain/check.ts";
import type { Dump, Reading } from "../../read/reading.ts";
import { hex } from "../../xsave/mask.ts";

/** A reading and its verdicts. */
export interface Judged {
  readonly reading: Reading;
  readonly checks: readonly Check[];
}

export const explainJson = (dump: Dump, judged: readonly Judged[]): object => ({
  schema: "xsweep/explain@1",
  format: dump.format,
  cpus: judged.map(({ reading: { processor, label, count, warnings }, checks }) => ({
    cpu: processor.id,
    label,
    count,
    name: processor.name,
    xcr0: hex(processor.xcr0),
    xss: hex(processor.xss),
    checks,
    warnings,
  })),
  warnings: dump.warnings,
});
