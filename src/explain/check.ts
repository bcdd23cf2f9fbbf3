/** One thing that a file says, computed again: whether it fits, and by what name if it does not. */
import type { Format } from "../xsave/component.ts";

export interface Check {
  /** "0DH.0.EBX", "xstate_offset[5]", "context size", "max sigframe size", "kernel complaint". */
  readonly what: string;
  /** Null where it is no number, or the file does not give it. */
  readonly reported: number | null;
  /** What the architecture (or the kernel's formula) gives; null where the file says too little. */
  readonly computed: number | null;
  /** Null where it cannot be judged, for lack of rows. */
  readonly ok: boolean | null;
  /** Null where nothing needs one. */
  readonly cause: CauseName | null;
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
  "announced-subleaf-missing":
    "a component is announced while its sub-leaf is not there: who walks the table fails",
  "not-recorded": "the kind of dump does not record it",
  "contradictory-subleaf": "the row contradicts the registers or another row",
  "supervisor-without-xsaves":
    "a supervisor component is enumerated in IA32_XSS while XSAVES (0DH.1.EAX[3]) is not",
  "unused-supervisor-state": "the total counts supervisor components that Linux never enables",
  "no-structure": "the kernel has no structure for the component",
  "structure-size": "the component has another size than the kernel's structure",
  "misordered-components": "a higher component lies below a lower one: APX in the place of MPX",
  "conflicting-components": "components are enumerated that no processor may have together",
  "legacy-state-missing": "XCR0 lacks x87 or SSE",
  "buffer-too-small": "the area is larger than the kernel's static buffer",
  "features-changed": "the feature mask changed while the kernel set XSAVE up",
  "xsave-off": "the kernel runs without XSAVE",
  "bad-image": "an XRSTOR of the kernel faulted on the image it was given",
  "masked-by-criu": "CRIU clears BNDREGS and SSE from the mask by mistake",
  "host-lacks-component":
    "the host does not give the guest the component, the instruction or the MSR",
  unexplained: "no known cause gives this number",
} as const;

export type Cause = keyof typeof CAUSES;
/** A cause, or the id of a named rule that gives the number. */
export type CauseName = Cause | `${string}-${Format}`;

/** Why a number is not the computed one. */
export interface Explanation {
  readonly cause: CauseName;
  readonly explainedBy: readonly string[];
  readonly detail: string;
}

/** One that fits, or null: what an ordered table of causes is made of. */
export type Theory<Situation> = (situation: Situation) => Explanation | null;

/** What the first theory that fits says; the tables stand most particular first. */
export function firstOf<Situation>(
  theories: readonly Theory<Situation>[],
  situation: Situation,
): Explanation | null {
  for (const theory of theories) {
    const explanation = theory(situation);
    if (explanation) return explanation;
  }
  return null;
}

/** A rule's id as the cause that it is: ids are NAME-standard and NAME-compacted. */
export const ruleCause = (id: string): CauseName => id as `${string}-${Format}`;

/** A check that holds. */
export const fits = (
  what: string,
  reported: number | null,
  detail: string,
  explainedBy: readonly string[] = [],
  cause: CauseName | null = null,
): Check => ({ what, reported, computed: reported, ok: true, cause, explainedBy, detail });

/** A check that does not. */
export const misfit = (
  what: string,
  reported: number | null,
  computed: number | null,
  { cause, explainedBy, detail }: Explanation,
): Check => ({ what, reported, computed, ok: false, cause, explainedBy, detail });

/** A number that cannot be judged, and why. */
export const undecided = (
  what: string,
  reported: number | null,
  detail: string,
  cause: CauseName = "missing-subleaf",
  computed: number | null = null,
): Check => ({ what, reported, computed, ok: null, cause, explainedBy: [], detail });

/** A check of `reported` against `computed`: unexplained where they differ. */
export const equality = (
  what: string,
  reported: number,
  computed: number,
  detail: string,
  explainedBy: readonly string[] = [],
): Check =>
  reported === computed
    ? fits(what, reported, detail, explainedBy)
    : misfit(what, reported, computed, { cause: "unexplained", explainedBy, detail });
