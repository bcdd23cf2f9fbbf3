/** One number that a file reports, computed again: whether it fits, and by what name if it does not. */

export interface Check {
  /** "0DH.0.EBX", "xstate_offset[5]", "context size", "max sigframe size". */
  readonly what: string;
  readonly reported: number;
  /** What the architecture (or the kernel's formula) gives; null where the file says too little. */
  readonly computed: number | null;
  /** Null where it cannot be judged, for lack of rows. */
  readonly ok: boolean | null;
  /** A name of CAUSES, the id of a named rule, or "unexplained"; null where nothing needs one. */
  readonly cause: string | null;
  /** What gives exactly `reported`: masks `0x…` (totals), catalogue ids (places). All of them. */
  readonly explainedBy: readonly string[];
  /** The verdict in words. */
  readonly detail: string;
}

/** Every cause that is no named rule. */
export const CAUSES = {
  "x87-only-xcr0": "read while XCR0 was still x87 (and SSE) only",
  "host-total-passed-through":
    "components are masked in XCR0, but the total is the host's, with them in it",
  "eax-only-masked":
    "a CPUID template masks 0DH.0.EAX only: the totals are those of the wider XCR0",
  "xsavec-hidden":
    "passed through from the host although neither XSAVEC nor XSAVES is enumerated (it must be 0)",
  "alignment-ignored": "fits if the 64-byte alignment is ignored",
  "other-xcr0": "fits an XCR0 other than the one that 0DH.0.EBX shows",
  "fewer-components": "the total of fewer components than the mask holds",
  "format-confused": "the size in the other format",
  "zero-total": "no total at all, although the feature is there",
  "missing-subleaf": "the dump does not describe every enumerated component",
  "contradictory-subleaf": "the row contradicts the registers or another row",
  unexplained: "no known cause gives this number",
} as const;

export type Cause = keyof typeof CAUSES;

/** A check of `reported` against `computed`, equal or not. */
export const equality = (
  what: string,
  reported: number,
  computed: number,
  detail: string,
  explainedBy: readonly string[] = [],
): Check => ({
  what,
  reported,
  computed,
  ok: reported === computed,
  cause: null,
  explainedBy,
  detail,
});
