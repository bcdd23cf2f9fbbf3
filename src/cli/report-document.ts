/** The document "xsweep/report@1": files read and judged, as a page carries them. */
import { explain } from "../explain/index.ts";
import { verdictOf } from "../explain/verdict.ts";
import {
  REPORT,
  type ReportDocument,
  type ReportFile,
  type ReportReading,
} from "../explorer/embedded.ts";
import { hashOf } from "../explorer/hash.ts";
import type { ExplorerState } from "../explorer/state.ts";
import { processorJson } from "../read/document/processor-file.ts";
import type { Dump, Reading } from "../read/reading.ts";
import { VERSION } from "./version.ts";

function readingOf(reading: Reading): ReportReading {
  const { label, count, processor, warnings } = reading;
  const checks = explain(reading);
  return {
    label,
    count,
    verdict: verdictOf(checks),
    checks,
    warnings,
    // One without XCR0 is no processor file: the file did not say.
    processor: processor.xcr0 === 0n ? null : processorJson(processor),
    name: processor.name,
  };
}

export const reportFile = (name: string, bytes: number, dump: Dump): ReportFile => ({
  name,
  bytes,
  format: dump.format,
  readings: dump.readings.map(readingOf),
  warnings: dump.warnings,
});

/** What is asked of the processors of a report. */
export type Answers = Pick<ReportDocument, "sweeps" | "checks">;

export const NO_ANSWERS: Answers = { sweeps: [], checks: [] };

export const reportDocument = (
  state: ExplorerState,
  files: ReportDocument["files"],
  answers: Answers,
): ReportDocument => ({
  schema: REPORT,
  version: VERSION,
  opens: hashOf(state),
  files,
  ...answers,
});
