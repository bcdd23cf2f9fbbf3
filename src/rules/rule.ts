/**
 * What a named rule is: an algorithm that gives the size of an XSAVE area, as a version of some
 * system computes it. Twice: as steps, which the engines take, and as a walk written the way the
 * peer does it. test/rules holds the two equal on every mask of every processor.
 */

import { IDENTITY, type Step } from "../algebra/step.ts";
import type { Format } from "../xsave/component.ts";
import { LAST_BIT, type StateComponent } from "../xsave/component.ts";
import type { Processor } from "../xsave/processor.ts";

/** What a bit does to the running size. */
export interface BitSteps {
  readonly absent: Step;
  readonly present: Step;
  /** Compacted rules: from the running size to the offset of the component, where it is present. */
  readonly place?: Step;
}

/** A rule for one processor: a start value, a pair of steps a bit, 0 to 62, and maybe a last step. */
export interface Steps {
  readonly start: number;
  readonly bits: readonly BitSteps[];
  readonly last?: Step;
}

/** The components that the callers of a rule can pass to it, where they are not all: `--domain own`. */
export interface OwnDomain {
  readonly components: bigint;
  /** "KVM of that version supports no others": why no others come. */
  readonly because: string;
}

export interface Rule {
  /** NAME-standard or NAME-compacted. */
  readonly id: string;
  readonly format: Format;
  /** The versions whose algorithm this is: "Linux 5.18 to 6.15". */
  readonly stands: string;
  /** Where the algorithm is described: "SDM1 13.4.3", a commit, a file and function. */
  readonly source: string;
  /** Absent where its callers can pass any mask, or nothing is known of them. */
  readonly own?: OwnDomain;
  /** The steps for `cpu`; absent where the algorithm is no fold of steps. */
  readonly steps?: (cpu: Processor) => Steps;
  /** Bytes for `mask` on `cpu`, computed the way the peer computes it. */
  readonly walk: (cpu: Processor, mask: bigint) => number;
}

/** What a bit does that the rule does not look at. */
export const NOTHING: BitSteps = { absent: IDENTITY, present: IDENTITY };

/** What a bit does that counts only where it is present. */
export const whenPresent = (present: Step): BitSteps => ({ absent: IDENTITY, present });

/** A pair of steps for each bit, from those that do something; every other bit does nothing. */
export const bitSteps = (some: ReadonlyMap<number, BitSteps>): BitSteps[] =>
  Array.from({ length: LAST_BIT + 1 }, (_, bit) => some.get(bit) ?? NOTHING);

/** The steps of a rule that begins at `start` and treats each component of `cpu` as `each` says. */
export const stepsOver = (
  cpu: Processor,
  start: number,
  each: (component: StateComponent) => BitSteps,
): Steps => ({ start, bits: bitSteps(new Map(cpu.components.map((c) => [c.bit, each(c)]))) });
