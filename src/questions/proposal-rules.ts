/** Which named rules a change of a processor makes wrong, over every legal mask of either. */
import { mergeDifferences, NO_DIFFERENCE } from "../algebra/difference.ts";
import { freeFolds, legalPlan } from "../algebra/legal-folds.ts";
import { architectureOf, RULES } from "../rules/index.ts";
import { type Rule, refusalOf, stepsOf } from "../rules/rule.ts";
import { symbolicDifference } from "../symbolic/count-difference.ts";
import { subsetAt } from "../xsave/mask.ts";
import { enumerated, type Processor } from "../xsave/processor.ts";
import { legalWithin, MIGRATION_MAX } from "./migration.ts";
import { sharedComponents } from "./moves.ts";
import { changedBits } from "./proposal.ts";
import type { DiffWitness } from "./question.ts";

/** A rule against the architecture, over every legal mask. */
export interface Wrongness {
  readonly masks: bigint;
  /** Those on which the rule gives another size; null where that is not known. */
  readonly wrong: bigint | null;
  /** Why not, a sentence; null where it is known. */
  readonly because: string | null;
  /** The lowest of them; `a` is what the rule says, `b` the architecture. */
  readonly firstLegal: DiffWitness | null;
  /** The largest difference, on the lowest mask that has it. */
  readonly worst: DiffWitness | null;
}

/** wrong: it was right on all; worse: on a mask it was right on, or by more bytes; ends: it gave sizes. */
export type Turn = "wrong" | "worse" | "ends" | "same" | "better" | "unknown";

export interface RuleTurn {
  readonly rule: Rule;
  readonly before: Wrongness;
  readonly after: Wrongness;
  readonly turn: Turn;
  /** Why its own callers pass nothing of what changes; null where they may. */
  readonly neverPassed: string | null;
}

/** Every one of `rules` on `before` and `after`. */
export function rulesTurned(
  before: Processor,
  after: Processor,
  rules: readonly Rule[] = RULES,
): RuleTurn[] {
  const changed = changedBits(before, after);
  const shared = sharedComponents(before, after);
  return rules.map((rule) => {
    const [was, is] = [wrongness(rule, before), wrongness(rule, after)];
    const { own } = rule;
    const passed = own === undefined || (changed & own.components) !== 0n;
    return {
      ...{ rule, before: was, after: is },
      turn: turnOf(rule, [before, was], [after, is], shared),
      neverPassed: passed ? null : own.because,
    };
  });
}

type On = readonly [cpu: Processor, found: Wrongness];

function turnOf(rule: Rule, [before, was]: On, [after, is]: On, shared: bigint): Turn {
  const refuses = (cpu: Processor) => refusalOf(rule, cpu) !== null;
  if (refuses(after)) return refuses(before) ? "same" : "ends";
  if (is.wrong === null) return "unknown";
  if (was.wrong === null) return refuses(before) ? "better" : "unknown";
  if (is.wrong === 0n) return was.wrong === 0n ? "same" : "better";
  if (was.wrong === 0n) return "wrong";
  const [old, now] = [wrongness(rule, before, shared), wrongness(rule, after, shared)];
  if (old.wrong === null || now.wrong === null) return "unknown";
  const further = bytesOff(is) - bytesOff(was);
  // What stays is compared with itself, what is new with what stays: masks that go are no matter.
  const grown = now.wrong > old.wrong || is.wrong * now.masks > now.wrong * is.masks;
  if (grown || further > 0) return "worse";
  const shrunk = now.wrong < old.wrong || is.wrong * now.masks < now.wrong * is.masks;
  return shrunk || further < 0 ? "better" : "same";
}

const bytesOff = ({ worst }: Wrongness): number => (worst ? Math.abs(worst.a - worst.b) : 0);

/**
 * The legal masks of `cpu`, within `within`, on which `rule` is wrong: counted, or one by one where it is
 * no fold.
 */
export function wrongness(rule: Rule, cpu: Processor, within = enumerated(cpu)): Wrongness {
  const universe = within & (rule.format === "standard" ? cpu.xcr0 : enumerated(cpu));
  const plan = legalPlan(cpu, universe, 0n);
  const truth = architectureOf(rule);
  const unknown = (because: string): Wrongness => ({
    ...{ masks: plan.masks, wrong: null, because, firstLegal: null, worst: null },
  });
  const refusal = refusalOf(rule, cpu);
  if (refusal !== null) return unknown(refusal);
  const at = (mask: bigint): DiffWitness => ({
    ...{ mask, a: rule.walk(cpu, mask), b: truth.walk(cpu, mask) },
  });
  try {
    const folds = freeFolds(stepsOf(rule, cpu), universe, plan);
    const others = freeFolds(stepsOf(truth, cpu), universe, plan);
    const { differ, first, worst } = folds
      .map((fold, i) => symbolicDifference(fold, others[i] as (typeof others)[number]))
      .reduce(mergeDifferences, NO_DIFFERENCE);
    const witness = (index: bigint | undefined | null) =>
      index === undefined || index === null ? null : at(subsetAt(universe, index));
    return {
      ...{ masks: plan.masks, wrong: differ, because: null },
      ...{ firstLegal: witness(first), worst: witness(worst?.index) },
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    if (plan.masks > BigInt(MIGRATION_MAX)) return unknown(error.message);
  }
  const wrong = legalWithin(cpu, universe)
    .map(at)
    .filter(({ a, b }) => a !== b);
  const most = Math.max(0, ...wrong.map(({ a, b }) => Math.abs(a - b)));
  return {
    ...{ masks: plan.masks, wrong: BigInt(wrong.length), because: null },
    firstLegal: wrong[0] ?? null,
    worst: wrong.find(({ a, b }) => Math.abs(a - b) === most) ?? null,
  };
}
