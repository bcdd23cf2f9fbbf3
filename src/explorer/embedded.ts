/** What a page of `xsweep report` carries inside: a document, in a script element that nothing runs. */
import type { Processor } from "../index.ts";
import { readProcessor } from "../read/index.ts";
import type { Judged, JudgedFile } from "./worker/jobs.ts";

/** The id of the element that holds it. */
export const REPORT_ELEMENT = "xsweep-report";

/** A reading that the page shows, as JSON holds it. */
export interface ReportReading extends Omit<Judged, "processor"> {
  /** A processor file; null where the file does not say enough for one. */
  readonly processor: object | null;
  /** The name in the file, also where there is no processor. */
  readonly name: string;
}

export interface ReportFile extends Omit<JudgedFile, "readings"> {
  readonly readings: readonly ReportReading[];
}

/** The figures of a rule, of "xsweep/sweep@1": masks in hexadecimal, counts in decimal. */
export interface ReportSweep {
  readonly cpu: string;
  readonly rules: readonly {
    readonly rule: string;
    readonly masks: string;
    readonly min: { readonly size: number; readonly mask: string };
    readonly max: { readonly size: number; readonly mask: string };
    readonly sum: string;
    readonly distinct: number;
  }[];
}

/** A kernel version, of "xsweep/check@1", as far as the page shows it. */
export interface ReportCheck {
  readonly cpu: string;
  readonly kernel: string;
  readonly hostMask: string;
  readonly states: number;
  readonly properties: readonly {
    readonly id: string;
    readonly name: string;
    readonly holds: boolean | null;
    readonly detail: string | null;
    readonly trace: readonly { readonly op: string; readonly result: number }[];
  }[];
}

/** A question that the processor has no answer to, and why. */
export interface ReportUnanswered {
  readonly cpu: string;
  readonly why: string;
}

/** A file that could not be read, and why. */
interface Unread {
  readonly name: string;
  readonly why: string;
}

export const REPORT = "xsweep/report@1";

export interface ReportDocument {
  readonly schema: typeof REPORT;
  /** The version of xsweep that wrote it. */
  readonly version: string;
  /** The fragment that the page opens with, where its address has none. */
  readonly opens: string;
  readonly files: readonly (ReportFile | Unread)[];
  /** Documents of each processor, or why there is none. */
  readonly sweeps: readonly (ReportSweep | ReportUnanswered)[];
  readonly checks: readonly (ReportCheck | ReportUnanswered)[];
}

export type EmbeddedFile = JudgedFile | Unread;

export interface Embedded {
  readonly version: string;
  readonly opens: string;
  readonly files: readonly EmbeddedFile[];
  readonly sweeps: ReportDocument["sweeps"];
  readonly checks: ReportDocument["checks"];
}

/** A processor that nothing is known of, under its name: it is listed, and cannot be shown. */
const nameless = (name: string): Processor => ({
  id: "unknown",
  name,
  vendor: "unknown",
  source: "unknown",
  hypothetical: false,
  xcr0: 0n,
  xss: 0n,
  components: [],
});

const judgedOf = ({ processor, name, ...rest }: ReportReading): Judged => ({
  ...rest,
  processor: processor === null ? nameless(name) : readProcessor(JSON.stringify(processor)),
});

/** The report that stands in `text`. @throws {RangeError | SyntaxError} where it is none. */
export function readReport(text: string): Embedded {
  const report = JSON.parse(text) as ReportDocument;
  if (report.schema !== REPORT) {
    throw new RangeError(`the report is of schema ${JSON.stringify(report.schema)}`);
  }
  return {
    version: report.version,
    opens: report.opens,
    sweeps: report.sweeps,
    checks: report.checks,
    files: report.files.map((file) =>
      "why" in file ? file : { ...file, readings: file.readings.map(judgedOf) },
    ),
  };
}

/** The report of this page; null where it carries none. */
function embeddedHere(): Embedded | null {
  if (typeof document === "undefined") return null;
  const element = document.getElementById(REPORT_ELEMENT);
  return element === null ? null : readReport(element.textContent ?? "");
}

export const EMBEDDED: Embedded | null = embeddedHere();
