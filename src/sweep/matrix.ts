/** Every named rule against the architecture, on every processor asked for. */
import { architectureOf, PEERS } from "../rules/index.ts";
import { type Rule, refusalOf } from "../rules/rule.ts";
import type { Processor } from "../xsave/processor.ts";
import { type DiffOptions, type DiffReport, diff } from "./diff.ts";

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
  rules: readonly Rule[] = PEERS,
  options: DiffOptions = {},
): Promise<MatrixRow[]> {
  const rows: MatrixRow[] = [];
  for (const rule of rules) {
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
