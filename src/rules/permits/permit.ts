/**
 * What a permit rule is: who admits which XCR0. The processor itself, a hypervisor that emulates
 * XSETBV, a monitor that filters what it passes on. Rows as those of xsave/legality.ts, and twice, as
 * size rules are: rows, which are counted, and a walk the way the peer does it.
 */
import { type LegalityRule, obeys } from "../../xsave/legality.ts";
import type { Processor } from "../../xsave/processor.ts";

export interface Permit {
  /** Lower-case words joined by dashes. */
  readonly id: string;
  /** The versions whose check this is. */
  readonly stands: string;
  /** Where the check is described. */
  readonly source: string;
  /** What happens to an XCR0 that is not admitted. */
  readonly otherwise: "refused" | "cleared";
  /** Components that it admits at all; null where that is left to the processor. */
  readonly components: bigint | null;
  /** What else it asks for. */
  readonly rows: readonly LegalityRule[];
  /** The same, the way the peer asks: true if it admits `xcr0`, user components of `cpu`. */
  readonly walk: (cpu: Processor, xcr0: bigint) => boolean;
}

/** True if `permit` admits `xcr0`, by its rows: what lies beyond its components is not looked at. */
export const admits = ({ components, rows }: Permit, xcr0: bigint): boolean =>
  (components === null || (xcr0 & ~components) === 0n) && rows.every((row) => obeys(xcr0, row));
