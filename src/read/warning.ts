/** The doubts that a reader can have, by name. */

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
  "unsaid-register": "a register that the file does not give: not known, and never taken for 0",
  "not-recorded": "totals that the kind of dump does not record; they are not judged",
  "masked-bits": "a template that leaves bits of a register open; they are read as 0",
  "implied-components": "flags that imply components; the file holds no size and no place of them",
  "cleared-mask":
    "a mask that a program printed without bits that XCR0 must have; they are put back",
  "no-xsave": "a processor of the file that enumerates no XSAVE",
  "elided-rows": "a log without the rows of some components",
  "inferred-layout": "offsets or sizes that the file does not carry, taken from the catalogue",
  "ambiguous-layout": "several layouts of the catalogue fit; the first is taken, or all are shown",
  "user-components-only": "a file that says nothing of supervisor components",
  "too-many-boots": "more distinct boots than any log has; the first are read",
  "lying-note": "a note whose sizes do not fit the file",
  "gcore-layout": "an area that gdb wrote by a layout that is not the processor's; parts are lost",
  "other-length": "an area shorter or longer than its mask; what lies inside is read",
  "frame-disagrees": "AT_MINSIGSTKSZ of a core file fits none of the layouts",
  "no-xcr0": "an area that does not say XCR0; it is taken from XSTATE_BV and the size",
  "content-chooses": "layouts that leave bytes between the components, where another leaves none",
  "fxsave-only": "an area without the XSAVE header: x87, SSE and MXCSR alone",
} as const;

export type WarningName = keyof typeof WARNING_NAMES;
