/** Every named rule against the architecture, on every processor asked for. */
import { RULES } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import type { Processor } from "../xsave/processor.ts";
import { type DiffOptions, type DiffReport, diff } from "./diff.ts";

/** The rules that stand for peers: all but the architecture's own. */
export const PEERS: readonly Rule[] = RULES.filter(
  (rule) => rule !== SDM_STANDARD && rule !== SDM_COMPACTED,
);

/** What the architecture says for masks of that rule's format. */
export const architectureOf = ({ format }: Rule): Rule =>
  format === "standard" ? SDM_STANDARD : SDM_COMPACTED;

/** One rule: where it differs from the architecture, a report a processor. */
export interface MatrixRow {
  readonly rule: Rule;
  readonly reports: readonly DiffReport[];
}

/** The rows of `rules` over `cpus`, in their order. @throws as `diff`. */
export async function matrix(
  cpus: readonly Processor[],
  rules: readonly Rule[] = PEERS,
  options: DiffOptions = {},
): Promise<MatrixRow[]> {
  const rows: MatrixRow[] = [];
  for (const rule of rules) {
    const reports: DiffReport[] = [];
    for (const cpu of cpus) reports.push(await diff(cpu, rule, architectureOf(rule), options));
    rows.push({ rule, reports });
  }
  return rows;
}
