/**
 * What a named rule is: an algorithm that gives the size of an XSAVE area, as a version of some
 * system computes it. Twice: as steps, which the engines take, and as a walk written the way the
 * peer does it. test/rules holds the two equal on every mask of every processor. The two share no
 * number of the peer's own: a wrong one cannot hide in both.
 */

import type { Steps } from "../algebra/steps.ts";
import type { Format } from "../xsave/component.ts";
import { asProcessor, type Processor } from "../xsave/processor.ts";
import { checkSteps } from "./steps-check.ts";

/** The components that the callers of a rule can pass to it, where they are not all: `--domain own`. */
export interface OwnDomain {
  readonly components: bigint;
  /** "KVM of that version supports no others": why no others come. */
  readonly because: string;
}

/** What was seen to run, to stand beside a rule, a claim or a promise. */
export interface Observed {
  readonly known: "live, emulated";
  /** What ran, and on what: "6.17.13 (Bochs 3.0)". */
  readonly ran: string;
  /** What all of them answered. */
  readonly answered: string;
}

export interface Rule {
  /** NAME-standard or NAME-compacted. */
  readonly id: string;
  readonly format: Format;
  /** The versions whose algorithm this is: "Linux 5.18 to 6.15". */
  readonly stands: string;
  /** Where the algorithm is described: "SDM1 13.4.3", a commit, a file and function. */
  readonly source: string;
  /** Where the peer itself was seen to give these sizes. */
  readonly observed?: Observed;
  /** Absent where its callers can pass any mask, or nothing is known of them. */
  readonly own?: OwnDomain;
  /** Why the peer gives no size at all on `cpu`: "it ends there, ..."; null where it gives one. */
  readonly refuses?: (cpu: Processor) => string | null;
  /**
   * The steps for `cpu`; absent where the algorithm is no fold of steps.
   *
   * @throws {RangeError} where it is none on `cpu`, or the peer refuses `cpu`.
   */
  readonly steps?: (cpu: Processor) => Steps;
  /**
   * Bytes for `mask` on `cpu`, computed the way the peer computes it.
   *
   * @throws {RangeError} where the peer refuses `cpu`.
   */
  readonly walk: (cpu: Processor, mask: bigint) => number;
}

/** Why `rule` gives no size on `cpu`, a sentence without its full stop; null where it gives one. */
export function refusalOf({ id, refuses }: Rule, cpu: Processor): string | null {
  const why = refuses?.(cpu) ?? null;
  return why === null ? null : `${id} gives no size on ${cpu.id}: ${why}`;
}

/**
 * The steps of `rule` for `cpu`.
 *
 * @throws {RangeError} if the rule is no fold of steps, there or anywhere, or refuses `cpu`, or a
 *   step has a number that no engine computes with.
 */
export function stepsOf(rule: Rule, cpu: Processor): Steps {
  asProcessor(cpu);
  if (!rule.steps)
    throw new RangeError(`${rule.id} is a walk, no fold of steps: no engine takes it`);
  const refusal = refusalOf(rule, cpu);
  if (refusal !== null) throw new RangeError(refusal);
  return checkSteps(rule.id, rule.steps(cpu));
}
