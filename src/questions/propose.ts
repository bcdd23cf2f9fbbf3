/** `propose`, as far as it needs no kernel: rules, limits, and who can still exchange images. */
import type { Limit } from "../rules/limits.ts";
import type { Rule } from "../rules/rule.ts";
import type { Processor } from "../xsave/processor.ts";
import { type LimitOnProcessor, limitsOn } from "./limits.ts";
import { changedBits } from "./proposal.ts";
import { type ExchangeTurn, exchangesTurned } from "./proposal-exchange.ts";
import { type RuleTurn, rulesTurned } from "./proposal-rules.ts";

export interface LimitTurn {
  readonly limit: Limit;
  readonly before: LimitOnProcessor;
  readonly after: LimitOnProcessor;
  /** overflows: every legal mask had room; more: more bytes are missing, or on a larger part. */
  readonly turn: "overflows" | "more" | "same" | "less";
}

export interface ProposalReport {
  readonly before: Processor;
  readonly after: Processor;
  readonly rules: readonly RuleTurn[];
  readonly limits: readonly LimitTurn[];
  readonly exchange: readonly ExchangeTurn[];
}

export interface ProposalFacts {
  readonly rules: readonly Rule[];
  readonly limits: readonly Limit[];
  readonly cpus: readonly Processor[];
}

/**
 * What is different on `after`, which `proposed` makes of `before`: each rule and limit over every legal
 * mask, each of `cpus` as a place for images.
 *
 * @throws {RangeError} if one of the two has too many distinct sizes to count.
 */
export function proposal(
  before: Processor,
  after: Processor,
  { rules, limits, cpus }: ProposalFacts,
): ProposalReport {
  const reports = limitsOn(limits, [before, after]);
  return {
    ...{ before, after, rules: rulesTurned(before, after, rules) },
    limits: reports.map(({ limit, processors }) => {
      const [was, is] = processors as [LimitOnProcessor, LimitOnProcessor];
      return { limit, before: was, after: is, turn: limitTurn(was, is) };
    }),
    exchange: exchangesTurned(before, after, changedBits(before, after), cpus),
  };
}

function limitTurn(was: LimitOnProcessor, is: LimitOnProcessor): LimitTurn["turn"] {
  if (was.overflow === 0n) return is.overflow === 0n ? "same" : "overflows";
  const grown = is.overflow * was.legal - was.overflow * is.legal;
  const further = is.worst.bytes - was.worst.bytes;
  if (grown > 0n || further > 0) return "more";
  return grown < 0n || further < 0 ? "less" : "same";
}
