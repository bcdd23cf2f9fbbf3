/** Every named rule against the architecture, on every processor asked for. */
import { architectureOf, asRule, PEERS } from "../rules/index.ts";
import { type Rule, refusalOf } from "../rules/rule.ts";
import { checkOptions } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { DIFF_OPTIONS, type DiffOptions, type DiffReport, diff } from "./diff.ts";

/** One rule: where it differs from the architecture, a report a processor. */
export interface MatrixRow {
  readonly rule: Rule;
  readonly reports: readonly DiffReport[];
  /** The processors that the peer gives no size on, and why. */
  readonly refused: readonly { readonly cpu: string; readonly because: string }[];
}

/** The rows of `rules` over `cpus`, in their order. @throws as `diff`. */
export async function matrix(
  cpus: readonly Processor[],
  rules: readonly (Rule | string)[] = PEERS,
  options: DiffOptions = {},
): Promise<MatrixRow[]> {
  checkOptions("matrix", options, DIFF_OPTIONS);
  const rows: MatrixRow[] = [];
  for (const rule of rules.map(asRule)) {
    const reports: DiffReport[] = [];
    const refused: { cpu: string; because: string }[] = [];
    for (const cpu of cpus) {
      const because = refusalOf(rule, cpu);
      if (because === null) reports.push(await diff(cpu, rule, architectureOf(rule), options));
      else refused.push({ cpu: cpu.id, because });
    }
    rows.push({ rule, reports, refused });
  }
  return rows;
}
