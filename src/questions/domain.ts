/** Which masks a question is about: all of its universe, the legal ones, or those a rule is asked. */
import type { Rule } from "../rules/rule.ts";
import { FLAG, MASK, oneOf, type Table } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { bitRanges } from "../xsave/processor.ts";
import { type Question, questionOf } from "./question.ts";

export const DOMAINS = ["all", "legal", "own"] as const;
export type Domain = (typeof DOMAINS)[number];

export interface MaskOptions {
  /** The components that vary; by default all that are enumerated, the user ones for standard rules. */
  readonly universe?: bigint | undefined;
  /** The components that are always present; 0x3 by default. */
  readonly fixed?: bigint | undefined;
  /** Only masks whose user part is a legal XCR0. */
  readonly legal?: boolean | undefined;
  /** "legal" as `legal`; "own" the masks that the callers of every rule can pass to it. */
  readonly domain?: Domain | undefined;
}

export const MASK_OPTIONS: Table<MaskOptions> = {
  universe: MASK,
  fixed: MASK,
  legal: FLAG,
  domain: /* @__PURE__ */ oneOf("domain", DOMAINS),
};

export const onlyLegal = ({
  legal = false,
  domain,
}: Pick<MaskOptions, "legal" | "domain">): boolean => legal || domain === "legal";

/**
 * The universe and the fixed components of a question that `rules` answer together: where one of
 * them is a standard rule, the user components by default.
 *
 * @throws {RangeError} if a mask has a bit that is no component, or that lies outside the domain.
 */
export function questionFor(
  cpu: Processor,
  rules: readonly Rule[],
  { universe, fixed, domain }: MaskOptions,
): Question {
  const [first] = rules;
  const rule = rules.find(({ format }) => format === "standard") ?? first;
  if (!rule) throw new RangeError("no rule is asked");
  const question = questionOf(cpu, rule, universe, fixed);
  if (domain !== "own") return question;
  let varying = question.universe;
  for (const { id, own } of rules) {
    if (!own) continue;
    const asked = (universe === undefined ? 0n : varying) | question.fixed;
    const beyond = asked & ~own.components;
    if (beyond !== 0n) {
      throw new RangeError(
        `${id}: bit ${bitRanges(beyond)} is outside its own domain, ${own.because} (leave --domain own out)`,
      );
    }
    varying &= own.components;
  }
  return { ...question, universe: varying };
}
