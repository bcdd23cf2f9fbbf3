/** Everything that a reading says of the XSAVE area, judged: one check a number. */
import type { Reading } from "../read/reading.ts";
import { standardSize } from "../xsave/layout.ts";
import { hex } from "../xsave/mask.ts";
import { enumerated } from "../xsave/processor.ts";
import { type Check, equality } from "./check.ts";
import { leafChecks } from "./leaf-checks.ts";
import { logChecks, minimumStackCheck } from "./log-checks.ts";

export { CAUSES, type Check } from "./check.ts";

export interface Circumstances {
  /** AT_MINSIGSTKSZ of the machine that the reading is of. */
  readonly minimumStack?: number | null;
}

/** The checks of `reading`, in the order in which the file says the numbers. */
export function explain(reading: Reading, { minimumStack }: Circumstances = {}): Check[] {
  const { leaf0d, log, area } = reading;
  return [
    ...(leaf0d ? leafChecks(reading, leaf0d) : []),
    ...(log ? logChecks(reading, log) : []),
    ...(minimumStack ? [minimumStackCheck(reading, minimumStack)] : []),
    ...(area === undefined ? [] : [areaCheck(reading, area)]),
  ];
}

/** The XSAVE note of a core file: the standard size for its XCR0. */
function areaCheck({ processor, missing }: Reading, reported: number): Check {
  const what = "XSAVE note";
  if (missing !== 0n) {
    const detail = `cannot be computed: nothing places ${hex(missing)}`;
    const cause = "missing-subleaf";
    return { what, reported, computed: null, ok: null, cause, explainedBy: [], detail };
  }
  const mask = enumerated(processor);
  const computed = standardSize(processor, mask);
  const check = equality(what, reported, computed, `the standard size for ${hex(mask)}`);
  return check.ok ? check : { ...check, cause: "unexplained" };
}
