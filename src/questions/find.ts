/** `find`: which masks of which processors, by whose rule, take a size that is asked for. Counted. */

import { type Fold, foldOf } from "../algebra/fold.ts";
import { freeFolds, legalPlan } from "../algebra/legal-folds.ts";
import type { Rule } from "../rules/rule.ts";
import { refusalOf, stepsOf } from "../rules/rule.ts";
import { symbolicBreach } from "../symbolic/count-breach.ts";
import { lowestIndices } from "../symbolic/lowest.ts";
import { pagesOf } from "../xsave/area.ts";
import { subsetAt } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import { type MaskOptions, onlyLegal, questionFor } from "./domain.ts";

/** Which sizes are asked for. */
export type Query =
  | { readonly kind: "size"; readonly bytes: number }
  | { readonly kind: "fits"; readonly bytes: number }
  | { readonly kind: "pages"; readonly pages: number }
  | { readonly kind: "order"; readonly order: number };

/** Whether `size`, in bytes, is what `query` asks for. */
export function answers(query: Query, size: number): boolean {
  switch (query.kind) {
    case "size":
      return size === query.bytes;
    case "fits":
      return size <= query.bytes;
    case "pages":
      return pagesOf(size) === query.pages;
    case "order":
      return orderOf(size) === query.order;
  }
}

/** The order of the allocation that holds `size`: 2^order pages. */
const orderOf = (size: number): number => Math.ceil(Math.log2(Math.max(1, pagesOf(size))));

export interface Match {
  readonly cpu: string;
  readonly hypothetical: boolean;
  readonly rule: string;
  /** Masks asked about that answer; with `legal`, legal ones alone. */
  readonly count: bigint;
  readonly legalCount: bigint;
  /** The lowest of them. */
  readonly masks: readonly bigint[];
  readonly legalMasks: readonly bigint[];
}

export interface FindOptions extends MaskOptions {
  /** Masks listed for each match; 10 by default. */
  readonly limit?: number | undefined;
}

/**
 * The masks of `cpu` that answer `query` by `rule`; null where none does, or the peer gives no size there.
 *
 * @throws {RangeError} on a mask bit that is no component, too many distinct sizes, or a rule that
 *   is no fold of steps.
 */
export function find(
  cpu: Processor,
  rule: Rule,
  query: Query,
  options: FindOptions = {},
): Match | null {
  const { limit = 10 } = options;
  if (refusalOf(rule, cpu) !== null) return null;
  const { universe, fixed } = questionFor(cpu, [rule], options);
  const steps = stepsOf(rule, cpu);
  const legal = onlyLegal(options);
  const wanted = (size: number) => answers(query, size);
  const whole = legal ? [] : [foldOf(steps, universe, fixed)];
  if (!legal && countOf(whole, wanted) === 0n) return null;
  const folds = freeFolds(steps, universe, legalPlan(cpu, universe, fixed));
  const legalCount = countOf(folds, wanted);
  const count = legal ? legalCount : countOf(whole, wanted);
  if (count === 0n) return null;
  const masksOf = (some: readonly Fold[]) =>
    some
      .flatMap((fold) => lowestIndices(fold, wanted, limit))
      .sort((a, b) => (a < b ? -1 : 1))
      .slice(0, limit)
      .map((index) => subsetAt(universe, index) | fixed);
  const legalMasks = legalCount === 0n ? [] : masksOf(folds);
  return {
    cpu: cpu.id,
    hypothetical: cpu.hypothetical,
    rule: rule.id,
    count,
    legalCount,
    masks: legal ? legalMasks : masksOf(whole),
    legalMasks,
  };
}

const countOf = (folds: readonly Fold[], wanted: (size: number) => boolean): bigint =>
  folds.reduce((sum, fold) => sum + symbolicBreach(fold, (size) => !wanted(size)).broken, 0n);
