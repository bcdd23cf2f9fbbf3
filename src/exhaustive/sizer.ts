/**
 * One size at a time, at the price of a few look-ups: for programs that ask inside a loop of their
 * own. Held equal to the walk of each rule by test/exhaustive/sizer.test.ts, on every mask.
 */
import { reachOf } from "../algebra/bounds.ts";
import { foldOf } from "../algebra/fold.ts";
import { asRule } from "../rules/index.ts";
import { type Rule, stepsOf } from "../rules/rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import { type Sizer, tabulated } from "../xsave/byte-tables.ts";
import type { Format } from "../xsave/component.ts";
import { bitsOf } from "../xsave/mask.ts";
import { described, type Processor } from "../xsave/processor.ts";
import { corePair } from "./lanes.ts";

/**
 * The sizes of `cpu` by `rule`, a rule or its id, or by the architecture's rule for a format (SDM1
 * 13.4.3). Making one takes as long as some hundred sizes without it.
 *
 * @throws {RangeError} if there is no such rule, it is no fold of steps on `cpu`, or a size can be
 *   below 0 or over 2^31-1.
 */
export function sizer(cpu: Processor, rule: Rule | string | Format): Sizer {
  const steps = stepsOf(architectural(rule) ?? asRule(rule), cpu);
  const known = described(cpu);
  const fold = foldOf(steps, known, 0n);
  reachOf(fold);
  const bits = bitsOf(known);
  const rows = fold.pairs.map((pair, i) => ({ bit: bits[i] as number, ...corePair(pair) }));
  return tabulated(cpu, fold.start, rows);
}

function architectural(rule: Rule | string): Rule | undefined {
  if (rule === "standard") return SDM_STANDARD;
  return rule === "compacted" ? SDM_COMPACTED : undefined;
}
