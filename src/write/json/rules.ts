/** The document "xsweep/rules@1". */
import type { Permit } from "../../rules/permits/permit.ts";
import type { Rule } from "../../rules/rule.ts";
import { hex } from "../../xsave/mask.ts";
import { permitJson } from "./permits.ts";

/** A rule in a line. */
export const ruleJson = ({ id, format, stands, source, observed, own, steps }: Rule) => ({
  id,
  format,
  stands,
  source,
  ...observed,
  own: own ? { components: hex(own.components), because: own.because } : null,
  steps: steps !== undefined,
});

export const rulesJson = (rules: readonly Rule[], permits: readonly Permit[]): object => ({
  schema: "xsweep/rules@1",
  rules: rules.map(ruleJson),
  permits: permits.map(permitJson),
});
