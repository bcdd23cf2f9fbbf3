/**
 * What a Linux kernel printed of the XSAVE area at boot, in the dialects of 2.6.30 to today.
 * Words may be wrapped (`\s`), so patterns run over the whole text; checked by test/read/log-traps.test.ts.
 */
import { EXTENDED_REGION, type Format } from "../../xsave/component.ts";
import type { Source } from "../text.ts";
import { type Complaint, complaintsOf } from "./complaints.ts";

export interface BootLog {
  readonly kind: "linux" | "xen";
  /** The features mask: XCR0 | IA32_XSS as far as the kernel uses it. */
  readonly features: bigint;
  /** Null where the line is cut before it. */
  readonly format: Format | null;
  /** "context size is … bytes", "cntxt size": null where it is cut off. */
  readonly contextSize: number | null;
  /** Xen's "uncompressed": the standard size that CPUID gave it; null where it is not printed. */
  readonly uncompressed: number | null;
  /** Printed offsets: standard ones in the standard format, compacted ones in the compacted. */
  readonly offsets: ReadonlyMap<number, number>;
  readonly sizes: ReadonlyMap<number, number>;
  /** "signal: max sigframe size". */
  readonly sigframe: number | null;
  /** AT_MINSIGSTKSZ, where the log shows the auxiliary vector. */
  readonly minimumStack: number | null;
  /** "XSAVE consistency problem: size A != kernel_size B". */
  readonly problem: { readonly size: number; readonly kernelSize: number } | null;
  /** Everything else that the kernel found wrong, in the order of the log. */
  readonly complaints: readonly Complaint[];
  /** Brand string of CPU 0. */
  readonly cpu: string | null;
  /** True if a pager or a mail cut off the line that carries mask and size. */
  readonly truncated: boolean;
}

/** Blanks between two words, a line end of a mail among them. */
const S = "\\s{1,60}";

// 4.2 and later; 4.2 and 4.3 print the size in hex.
const ENABLED = new RegExp(
  `Enabled${S}xstate${S}features${S}0x(?<mask>[0-9a-f]{1,16})(?<whole>,?)(?:${S}context${S}size${S}is${S}(?<hex>0x)?(?<size>[0-9a-f]{3,8})${S}by?t?e?s?,?(?:${S}using${S}'(?<format>standard|compacted)')?)?`,
  "g",
);
// Up to 4.1, also as `xsave/xrstor:`; 3.10-el7 and 4.1 add the form.
const XSAVE = new RegExp(
  `xsave(?:/xrstor)?:${S}enabled${S}xstate_bv${S}0x(?<mask>[0-9a-f]{1,16}),${S}cntxt${S}size${S}0x(?<size>[0-9a-f]{3,8})(?![0-9a-f])(?:${S}using${S}(?<format>standard|compacted)${S}form)?`,
  "g",
);
const ROW = new RegExp(
  `xstate_offset\\[\\s{0,3}(?<n>\\d{1,2})\\]:${S}(?<offset>[0-9a-f]{1,8}),${S}xstate_sizes\\[\\s{0,3}\\k<n>\\]:${S}(?<size>[0-9a-f]{1,8})(?![0-9a-f])`,
  "g",
);
const ANNOUNCED = new RegExp(`Supporting${S}XSAVE${S}feature${S}0x(?<mask>[0-9a-f]{1,16}):`, "g");
const SIGFRAME = new RegExp(`max${S}sigframe${S}size:${S}(?<size>\\d{3,8})(?!\\d)`, "g");
const MINSIGSTKSZ = /AT_MINSIGSTKSZ[ \t]{0,40}[:=]?[ \t]{0,40}(?<size>\d{3,8})(?!\d)/g;
const PROBLEM = new RegExp(`size${S}(?<a>\\d{1,9})${S}!=${S}kernel_size${S}(?<b>\\d{1,9})`, "g");
const CPU0 = /CPU0:[ \t]{1,40}(?<cpu>[^\s][^\n]{0,119}?)[ \t]{1,40}\(fam(?:ily)?:/g;

/** True if `text` has a line of the kernel about XSAVE. */
export const speaksOfXsave = ({ text }: Source): boolean =>
  [ENABLED, XSAVE, ROW, ANNOUNCED, PROBLEM].some((each) => text.search(each) >= 0) ||
  complaintsOf(text).length > 0;

type Kind =
  | "summary"
  | "row"
  | "announced"
  | "sigframe"
  | "minimum"
  | "problem"
  | "complaint"
  | "cpu";
interface Event {
  readonly index: number;
  readonly kind: Kind;
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** True for the summary of the older dialect. */
  readonly old: boolean;
  readonly complaint?: Complaint;
}

function eventsOf(text: string): Event[] {
  const events: Event[] = [];
  const take = (pattern: RegExp, kind: Kind, old = false) => {
    for (const { index, groups = {} } of text.matchAll(pattern)) {
      events.push({ index, kind, groups, old });
    }
  };
  take(ENABLED, "summary");
  take(XSAVE, "summary", true);
  take(ROW, "row");
  take(ANNOUNCED, "announced");
  take(SIGFRAME, "sigframe");
  take(MINSIGSTKSZ, "minimum");
  take(PROBLEM, "problem");
  take(CPU0, "cpu");
  for (const complaint of complaintsOf(text)) {
    events.push({ index: complaint.index, kind: "complaint", groups: {}, old: false, complaint });
  }
  events.sort((a, b) => a.index - b.index);
  // Rows come before their summary: a last one without line end or summary may have lost digits.
  const cut = /\S$/.test(text) && !events.some(({ kind }) => kind === "summary");
  return cut && events.at(-1)?.kind === "row" ? events.slice(0, -1) : events;
}

/** Every boot of the log, in order. A kernel prints the rows of a boot before its summary. */
export function bootLogsOf({ text }: Source): BootLog[] {
  const events = eventsOf(text);
  const summaries = events.filter(({ kind }) => kind === "summary");
  // One boot takes every line, wherever sorting the log has put it.
  if (summaries.length <= 1) {
    return events.some(({ kind }) => kind !== "cpu") ? [bootOf(events)] : [];
  }
  const boots: Event[][] = [];
  let before: Event[] = [];
  for (const event of events) {
    const after = event.kind === "sigframe" || event.kind === "minimum" || event.kind === "cpu";
    if (after && before.length === 0) boots.at(-1)?.push(event);
    else before.push(event);
    if (event.kind === "summary") {
      boots.push(before);
      before = [];
    }
  }
  boots.at(-1)?.push(...before);
  return boots.map(bootOf);
}

/** A boot of which only the rows of CPUID are there. */
export const silentBoot = (): BootLog => bootOf([]);

function bootOf(events: readonly Event[]): BootLog {
  const first = (kind: Kind) => events.find((event) => event.kind === kind)?.groups;
  const summary = events.find(({ kind }) => kind === "summary");
  const rows = events.filter(({ kind }) => kind === "row").map(({ groups }) => groups);
  const radix = rows.some(isHexRow) ? 16 : 10;
  const column = (name: string) =>
    new Map(rows.map((row) => [Number(row.n), Number.parseInt(row[name] ?? "", radix)] as const));
  const announced = events
    .filter(({ kind }) => kind === "announced")
    .reduce((mask, { groups }) => mask | BigInt(`0x${groups.mask}`), 0n);
  const problem = first("problem");
  return {
    kind: "linux",
    ...summaryOf(summary, announced),
    uncompressed: null,
    offsets: column("offset"),
    sizes: column("size"),
    sigframe: numberOf(first("sigframe")?.size),
    minimumStack: numberOf(first("minimum")?.size),
    problem: problem ? { size: Number(problem.a), kernelSize: Number(problem.b) } : null,
    complaints: events.flatMap(({ complaint }) => (complaint ? [complaint] : [])),
    cpu: first("cpu")?.cpu ?? null,
  };
}

function summaryOf(
  summary: Event | undefined,
  announced: bigint,
): Pick<BootLog, "features" | "format" | "contextSize" | "truncated"> {
  if (!summary) return { features: announced, format: null, contextSize: null, truncated: false };
  const { mask, whole, hex, size, format } = summary.groups;
  const bytes = Number.parseInt(size ?? "", summary.old || hex ? 16 : 10);
  // A number that is cut off has lost its last digits; no area is below 576 bytes.
  const contextSize = bytes >= EXTENDED_REGION ? bytes : null;
  return {
    // Without its comma the mask itself may have lost digits; the announced components have not.
    features: whole === "" ? announced : BigInt(`0x${mask}`),
    format: (format as Format | undefined) ?? (summary.old ? "standard" : null),
    contextSize,
    truncated: contextSize === null || (!summary.old && format === undefined),
  };
}

/** 4.2, 4.3 and 3.10-el7 print `%04x`; decimal rows are `%4d`, blank-padded. */
const isHexRow = ({ offset = "", size = "" }: Event["groups"]): boolean =>
  [offset, size].some((digits) => /^0\d{3}$|[a-f]/.test(digits));

const numberOf = (digits: string | undefined): number | null =>
  digits === undefined ? null : Number(digits);
