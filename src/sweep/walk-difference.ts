/** Two rules walked on every mask, where one of them is no fold of steps: no engine takes it. */
import { type Difference, mergeDifferences, NO_DIFFERENCE } from "../algebra/difference.ts";
import type { Question, Side } from "../questions/question.ts";
import type { Differences } from "../questions/sides-apart.ts";
import { refusalOf } from "../rules/rule.ts";
import { isLegal } from "../xsave/legality.ts";
import { popcount } from "../xsave/mask.ts";
import { subsets } from "../xsave/subsets.ts";

/** Components that vary at most: a walk takes a microsecond a mask. */
const MOST = 20;

/**
 * Where two sides differ on the masks of `question`. An index is that of the mask among the subsets
 * of the universe.
 *
 * @throws {RangeError} if more than 20 components vary, or a rule gives no size on its processor.
 */
export function walkDifference(
  a: Side,
  b: Side,
  { universe, fixed }: Question,
  onlyLegal: boolean,
): Differences {
  for (const { rule, cpu } of [a, b]) {
    const refusal = refusalOf(rule, cpu);
    if (refusal !== null) throw new RangeError(refusal);
  }
  const varying = popcount(universe);
  if (varying > MOST) {
    const walk = a.rule.steps ? b.rule : a.rule;
    throw new RangeError(
      `${walk.id} is a walk, no fold of steps: it is compared on up to ${MOST} components that vary, not on ${varying}; give fewer by --universe`,
    );
  }
  let all = NO_DIFFERENCE;
  let legal = NO_DIFFERENCE;
  let index = 0n;
  for (const subset of subsets(universe)) {
    const mask = subset | fixed;
    const bytes = Math.abs(a.rule.walk(a.cpu, mask) - b.rule.walk(b.cpu, mask));
    const one: Difference =
      bytes === 0
        ? { ...NO_DIFFERENCE, masks: 1n }
        : { masks: 1n, differ: 1n, first: index, worst: { bytes, index } };
    all = mergeDifferences(all, one);
    if (isLegal(a.cpu, mask)) legal = mergeDifferences(legal, one);
    index++;
  }
  return { asked: onlyLegal ? legal : all, legal };
}
