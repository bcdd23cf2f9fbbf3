/** A pair of steps for each bit: what a rule is, as far as the engines go. */
import { LAST_BIT, type StateComponent } from "../xsave/component.ts";
import { frozen } from "../xsave/frozen.ts";
import type { Processor } from "../xsave/processor.ts";
import { IDENTITY, type Step } from "./step.ts";

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

/** What a bit does that the rule does not look at. */
export const NO_CHANGE: BitSteps = /* @__PURE__ */ frozen({
  absent: IDENTITY,
  present: IDENTITY,
});

/** What a bit does that counts only where it is present. */
export const whenPresent = (present: Step): BitSteps => ({ absent: IDENTITY, present });

/** A pair of steps for each bit, from those that do something; every other bit does nothing. */
export const bitSteps = (some: ReadonlyMap<number, BitSteps>): BitSteps[] =>
  Array.from({ length: LAST_BIT + 1 }, (_, bit) => some.get(bit) ?? NO_CHANGE);

/** The steps of a rule that begins at `start` and treats each component of `cpu` as `each` says. */
export const stepsOver = (
  cpu: Processor,
  start: number,
  each: (component: StateComponent) => BitSteps,
): Steps => ({ start, bits: bitSteps(new Map(cpu.components.map((c) => [c.bit, each(c)]))) });
