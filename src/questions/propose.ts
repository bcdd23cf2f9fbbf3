/** `propose`, as far as it needs no kernel: rules, limits, and who can still exchange images. */
import { CATALOGUE } from "../catalogue/index.ts";
import { asRule, RULES } from "../rules/index.ts";
import { LIMITS, type Limit } from "../rules/limits.ts";
import type { Rule } from "../rules/rule.ts";
import { checkOptions, LIST } from "../xsave/options.ts";
import { asProcessor, type Processor } from "../xsave/processor.ts";
import { restrict } from "../xsave/restrict.ts";
import { type LimitOnProcessor, limitsOn, slackOf } from "./limits.ts";
import { sharedComponents } from "./moves.ts";
import { changedBits } from "./proposal.ts";
import { type ExchangeTurn, exchangesTurned } from "./proposal-exchange.ts";
import { type RuleTurn, rulesTurned } from "./proposal-rules.ts";

export interface LimitTurn {
  readonly limit: Limit;
  readonly before: LimitOnProcessor;
  readonly after: LimitOnProcessor;
  /** overflows: every legal mask had room; more: one that had room, or by more bytes. */
  readonly turn: "overflows" | "more" | "same" | "less";
}

export interface ProposalReport {
  readonly before: Processor;
  readonly after: Processor;
  readonly rules: readonly RuleTurn[];
  readonly limits: readonly LimitTurn[];
  readonly exchange: readonly ExchangeTurn[];
}

/** What a proposal is held against; everything that is known by default. */
export interface ProposalFacts {
  /** Rules, or their ids. */
  readonly rules?: readonly (Rule | string)[] | undefined;
  readonly limits?: readonly Limit[] | undefined;
  readonly cpus?: readonly Processor[] | undefined;
}

/**
 * What is different on `after`, which `proposed` makes of `before`: each rule and limit over every legal
 * mask, each of `cpus` as a place for images.
 *
 * @throws {TypeError} if one of the two is no processor, or a fact of another type.
 * @throws {RangeError} if one of the two has too many distinct sizes to count.
 */
export function proposal(
  before: Processor,
  after: Processor,
  facts: ProposalFacts = {},
): ProposalReport {
  for (const cpu of [before, after]) asProcessor(cpu);
  checkOptions("proposal", facts, { rules: LIST, limits: LIST, cpus: LIST });
  const { limits = LIMITS, cpus = CATALOGUE } = facts;
  const rules = facts.rules?.map(asRule) ?? RULES;
  const shared = sharedComponents(before, after);
  const four = [before, after, restrict(before, shared), restrict(after, shared)];
  return {
    ...{ before, after, rules: rulesTurned(before, after, rules) },
    limits: limitsOn(limits, four).map(({ limit, processors }) => {
      const [was, is, old, now] = processors as [
        LimitOnProcessor,
        LimitOnProcessor,
        LimitOnProcessor,
        LimitOnProcessor,
      ];
      return { limit, before: was, after: is, turn: limitTurn(was, is, old, now) };
    }),
    exchange: exchangesTurned(before, after, changedBits(before, after), cpus),
  };
}

/** `old` and `now` are those of what both have: masks that go are no matter. */
function limitTurn(
  was: LimitOnProcessor,
  is: LimitOnProcessor,
  old: LimitOnProcessor,
  now: LimitOnProcessor,
): LimitTurn["turn"] {
  if (is.overflow === 0n) return was.overflow === 0n ? "same" : "less";
  if (was.overflow === 0n) return "overflows";
  const further = (slackOf(was) ?? 0) - (slackOf(is) ?? 0);
  const grown = now.overflow > old.overflow || is.overflow * now.legal > now.overflow * is.legal;
  if (grown || further > 0) return "more";
  const shrunk = now.overflow < old.overflow || is.overflow * now.legal < now.overflow * is.legal;
  return shrunk || further < 0 ? "less" : "same";
}
