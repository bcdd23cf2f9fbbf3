/** What a reader gives: one reading a processor, each with the doubts that remain, by name. */
import type { Processor } from "../xsave/processor.ts";
import type { Leaf0D } from "./cpuid/leaf0d.ts";
import type { BootLog } from "./log/linux.ts";

/** Something of a file that could not be taken as it stands. Never a guess without one of these. */
export interface Warning {
  readonly name: WarningName;
  /** One sentence: what, where, and what was done about it. */
  readonly message: string;
}

/** Every doubt that a reader can have, and what it means. */
export const WARNING_NAMES = {
  "malformed-row": "a row that begins like one of the format but cannot be read",
  "truncated-line": "a line that a pager or a mail cut off",
  "no-subleaf-0": "no sub-leaf 0: XCR0 is taken from the components described",
  "no-subleaf-1": "no sub-leaf 1: nothing is known of IA32_XSS",
  "missing-subleaf": "XCR0 or IA32_XSS enumerates a component that no row describes",
  "unlabelled-rows": "rows without a sub-leaf, matched to the enumerated components in order",
  "renumbered-subleaves": "sub-leaves counted up by the tool, moved back to their components",
  "ambiguous-rows": "rows that fit several components, or none",
  "contradictory-subleaf": "a row whose flags or place contradict the registers or another row",
  "masked-bits": "a template that leaves bits of a register open; they are read as 0",
  "no-xsave": "a processor of the file that enumerates no XSAVE",
  "elided-rows": "a log without the rows of some components",
  "inferred-layout": "offsets or sizes that the file does not carry, taken from the catalogue",
  "ambiguous-layout": "several layouts of the catalogue fit; the first is taken",
  "user-components-only": "a file that says nothing of supervisor components",
  "too-many-boots": "more distinct boots than any log has; the first are read",
  "lying-note": "a note whose sizes do not fit the file",
} as const;

export type WarningName = keyof typeof WARNING_NAMES;

/** One processor, or one boot, or one thread of a file. */
export interface Reading {
  /** "CPU 0", "boot 1", "thread 4711", "guest". */
  readonly label: string;
  /** Logical processors of the file that say exactly this. */
  readonly count: number;
  readonly processor: Processor;
  /** Enumerated components that the file does not describe; `processor` goes without them. */
  readonly missing: bigint;
  /** CPUID leaf 0DH as reported, where the file carries it. */
  readonly leaf0d?: Leaf0D;
  /** What a kernel or hypervisor printed at boot, where the file carries it. */
  readonly log?: BootLog;
  /** Bytes of the XSAVE area itself, where the file holds one. */
  readonly area?: number;
  readonly warnings: readonly Warning[];
}

/** A file, read. */
export interface Dump {
  readonly format: string;
  readonly readings: readonly Reading[];
  /** Doubts about the file as a whole. */
  readonly warnings: readonly Warning[];
}
