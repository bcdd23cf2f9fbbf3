/** What a question is: rules on a universe of masks, and by which engine it is answered. */
import type { Rule } from "../rules/rule.ts";
import { LEGACY_MASK } from "../xsave/component.ts";
import { hex } from "../xsave/mask.ts";
import { oneOf } from "../xsave/options.ts";
import { bitRanges, checkMask, enumerated, type Processor, userPart } from "../xsave/processor.ts";

/** Every mask evaluated, every mask counted, or both and compared. */
export const METHODS = ["exhaustive", "symbolic", "both"] as const;
export type Method = (typeof METHODS)[number];

/** The option `method`, as every question takes it. */
export const METHOD = /* @__PURE__ */ oneOf("method", METHODS);

/** One rule, narrowed to a universe: subset i is PDEP(i, universe) | fixed. */
export interface Question {
  readonly rule: Rule;
  readonly universe: bigint;
  readonly fixed: bigint;
  /** Only the legal masks of the universe; their indices stay those of all its subsets. */
  readonly legal?: boolean;
}

/** A rule on a processor. */
export interface Side {
  readonly cpu: Processor;
  readonly rule: Rule;
}

/** A mask, and the bytes that either side gives for it. */
export interface DiffWitness {
  readonly mask: bigint;
  readonly a: number;
  readonly b: number;
}

/** The components that vary by default: all that are enumerated, for standard rules the user ones. */
export const defaultUniverse = (cpu: Processor, { format }: Rule): bigint =>
  format === "standard" ? userPart(cpu, enumerated(cpu)) : enumerated(cpu);

/**
 * The question `rule` is asked: bits of `fixed` are taken out of the universe.
 *
 * @throws {RangeError} if a mask has a bit that `cpu` does not know, or the universe one that it
 *   describes without enumerating it.
 */
export function questionOf(
  cpu: Processor,
  rule: Rule,
  universe: bigint | undefined,
  fixed: bigint = LEGACY_MASK,
): Question {
  checkMask(cpu, fixed);
  const asked = universe === undefined ? defaultUniverse(cpu, rule) : checkMask(cpu, universe);
  const beyond = asked & ~(enumerated(cpu) | LEGACY_MASK);
  if (beyond !== 0n) {
    throw new RangeError(
      `${hex(asked)}: ${cpu.id} describes bit ${bitRanges(beyond)} but does not enumerate it, so it is part of no universe`,
    );
  }
  return { rule, universe: asked & ~fixed, fixed };
}
