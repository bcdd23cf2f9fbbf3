/** What a reader found, as the checks that it is told by. */
import type { Reading } from "../read/reading.ts";
import { hex } from "../xsave/mask.ts";
import type { Check } from "./check.ts";

export const findingChecks = ({ findings = [] }: Reading): Check[] =>
  findings.map(({ masks, ...finding }) => ({ ...finding, explainedBy: masks.map(hex) }));
