/** The document "xsweep/explain@1". */
import type { Check } from "../../explain/check.ts";
import { verdictOf } from "../../explain/verdict.ts";
import type { Dump, Reading } from "../../read/reading.ts";
import { hex } from "../../xsave/mask.ts";

export const EXPLAIN_SCHEMA = "xsweep/explain@1";

/** A reading and its verdicts. */
export interface JudgedReading {
  readonly reading: Reading;
  readonly checks: readonly Check[];
}

export const explainJson = (dump: Dump, judged: readonly JudgedReading[]): object => ({
  schema: EXPLAIN_SCHEMA,
  format: dump.format,
  cpus: judged.map(({ reading: { processor, label, count, leaf0d, warnings }, checks }) => ({
    cpu: processor.id,
    label,
    count,
    name: processor.name,
    verdict: verdictOf(checks),
    // Null where the dump does not say: never 0 for what is not known.
    xcr0: (leaf0d?.xcr0 ?? processor.xcr0) === 0n ? null : hex(leaf0d?.xcr0 ?? processor.xcr0),
    xss: (leaf0d ? leaf0d.xss === null : processor.xcr0 === 0n)
      ? null
      : hex(leaf0d?.xss ?? processor.xss),
    checks,
    warnings,
  })),
  warnings: dump.warnings,
});
