/**
 * "xsweep/explain": everything that a reading says of the XSAVE area, judged: one check per number.
 * Safe in a browser.
 */
import type { Reading } from "../read/reading.ts";
import { GDB_STANDARD } from "../rules/gdb.ts";
import { standardSize } from "../xsave/layout.ts";
import { hex } from "../xsave/mask.ts";
import { enumerated } from "../xsave/processor.ts";
import { type CauseName, type Check, equality, misfit, undecided } from "./check.ts";
import { complaintChecks } from "./complaints.ts";
import { findingChecks } from "./findings.ts";
import { leafChecks } from "./leaf-checks.ts";
import { logChecks, minimumStackCheck } from "./log-checks.ts";

export { BLAME, type Blame, type Party } from "./blame.ts";
export { CAUSES, type Cause, type CauseName, type Check } from "./check.ts";
export { verdictCode, verdictOf } from "./verdict.ts";

export interface Circumstances {
  /** AT_MINSIGSTKSZ of the machine that the reading is of. */
  readonly minimumStack?: number | null;
}

/** The checks of `reading`, in the order in which the file says the numbers. */
export function explain(reading: Reading, { minimumStack }: Circumstances = {}): Check[] {
  const { leaf0d, log, area } = reading;
  const leaf = leaf0d ? leafChecks(reading, leaf0d) : [];
  return [
    ...findingChecks(reading),
    ...leaf,
    ...(log ? logChecks(reading, log) : []),
    ...(log ? complaintChecks(reading, log, leaf) : []),
    ...(minimumStack ? [minimumStackCheck(reading, minimumStack)] : []),
    ...(area === undefined ? [] : [areaCheck(reading, area)]),
  ];
}

/** The XSAVE note of a core file: the standard size for its XCR0. */
function areaCheck({ processor, missing }: Reading, reported: number): Check {
  const what = "XSAVE note";
  if (missing !== 0n) {
    return undecided(what, reported, `cannot be computed: nothing places ${hex(missing)}`);
  }
  const mask = enumerated(processor);
  const computed = standardSize(processor, mask);
  // gcore of gdb to 13 writes a note of its own length, and with it the places of Intel.
  if (reported !== computed && GDB_STANDARD.walk(processor, mask) === reported) {
    return misfit(what, reported, computed, {
      cause: GDB_STANDARD.id as CauseName,
      explainedBy: [],
      detail: `gcore of gdb 13 and before wrote it, by its own places; ${hex(mask)} takes ${computed} here`,
    });
  }
  return equality(what, reported, computed, `the standard size for ${hex(mask)}`);
}
