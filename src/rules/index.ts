/** Every named rule. A new peer is one file beside this one and its rows here. */
import type { Rule } from "./rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "./sdm.ts";

export const RULES: readonly Rule[] = [SDM_STANDARD, SDM_COMPACTED];

/**
 * The rule with that id.
 *
 * @throws {RangeError} if there is none, listing the ids.
 */
export function rule(id: string): Rule {
  const found = RULES.find((candidate) => candidate.id === id);
  if (!found) {
    throw new RangeError(
      `"${id}" names no rule (known: ${RULES.map((known) => known.id).join(", ")})`,
    );
  }
  return found;
}
