/** A rule of one's own, from what each component does: steps for the engines, and a walk of them. */
import { sizeOf } from "../algebra/fold.ts";
import { type BitSteps, type Steps, stepsOver } from "../algebra/steps.ts";
import { EXTENDED_REGION, type Format, type StateComponent } from "../xsave/component.ts";
import { CALL, checkOptions, oneOf, type Table, TEXT, whole } from "../xsave/options.ts";
import { type Processor, userPart } from "../xsave/processor.ts";
import type { Rule } from "./rule.ts";
import { checkSteps } from "./steps-check.ts";

export interface OwnRule {
  /** NAME-standard or NAME-compacted, as `format` says. */
  readonly id: string;
  readonly format: Format;
  /** What it stands for. */
  readonly stands?: string;
  /** Where it is described. */
  readonly source?: string;
  /** Bytes before any component; 576 unless it says otherwise. */
  readonly start?: number;
  /** What a component does to the running size: `whenPresent(step({ then: size }))`. */
  readonly each: (component: StateComponent) => BitSteps;
}

const OWN_RULE: Table<OwnRule> = {
  id: TEXT,
  format: /* @__PURE__ */ oneOf("format", ["standard", "compacted"]),
  stands: TEXT,
  source: TEXT,
  start: /* @__PURE__ */ whole(0),
  each: CALL,
};

/**
 * The rule that `own` describes; its walk takes its steps bit by bit.
 *
 * @throws {TypeError | RangeError} naming the field that is missing or wrong.
 */
export function ownRule(own: OwnRule): Rule {
  checkOptions("rule", own, OWN_RULE);
  const { id, format, each, stands = "a rule of one's own", source = "its caller" } = own;
  const { start = EXTENDED_REGION } = own;
  for (const name of ["id", "format", "each"] as const) {
    if (own[name] === undefined) throw new TypeError(`${name} of rule is missing`);
  }
  if (!id.endsWith(`-${format}`)) {
    throw new RangeError(`id of rule is "${id}", which does not end in -${format}`);
  }
  const steps = (cpu: Processor): Steps => checkSteps(id, stepsOver(cpu, start, each));
  return {
    ...{ id, format, stands, source, steps },
    walk: (cpu, mask) => sizeOf(steps(cpu), format === "standard" ? userPart(cpu, mask) : mask),
  };
}
