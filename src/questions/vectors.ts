/** Test vectors: size and offsets of every mask, by named rules, for somebody's own code to be held to. */
import { type Batch, batch } from "../exhaustive/batch.ts";
import { asRule } from "../rules/index.ts";
import { type Rule, refusalOf, stepsOf } from "../rules/rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import { type Format, isUser, LEGACY_MASK } from "../xsave/component.ts";
import { hasBit, popcount, subsetAt } from "../xsave/mask.ts";
import { checkOptions, FLAG, LIST } from "../xsave/options.ts";
import { componentsOf, enumerated, type Processor } from "../xsave/processor.ts";
import { legalCount, legalMasks } from "./legal-masks.ts";

export interface Vector {
  readonly mask: bigint;
  /** Bytes. */
  readonly size: number;
  /** From bit 2 on, ascending: those that the rule gives a place. */
  readonly offsets: readonly (readonly [bit: number, offset: number])[];
}

export interface VectorSet {
  readonly cpu: string;
  readonly rule: string;
  readonly format: Format;
  /** Masks ascending. */
  readonly vectors: readonly Vector[];
}

export interface VectorOptions {
  /** Rules or their ids; `sdm-standard` and `sdm-compacted` by default. */
  readonly rules?: readonly (Rule | string)[] | undefined;
  /** Legal masks alone, from 0x1 up; else 0x3 with every subset of the other components. */
  readonly legal?: boolean | undefined;
}

/** Masks of one rule beyond which there are no vectors. */
export const VECTORS_MAX = 1 << 16;

/**
 * The vectors of `cpus`, a set for each processor and rule, in that order: standard rules over the
 * masks of XCR0, compacted ones over those of XCR0 | IA32_XSS.
 *
 * @throws {RangeError} if there are more than VECTORS_MAX masks, or a rule gives no size on a processor.
 */
export function vectorsOf(cpus: readonly Processor[], options: VectorOptions = {}): VectorSet[] {
  checkOptions("vectorsOf", options, { rules: LIST, legal: FLAG });
  const { rules = [SDM_STANDARD, SDM_COMPACTED], legal = false } = options;
  return cpus.flatMap((cpu) => rules.map((rule) => setOf(cpu, asRule(rule), legal)));
}

function setOf(cpu: Processor, rule: Rule, legal: boolean): VectorSet {
  const refusal = refusalOf(rule, cpu);
  if (refusal !== null) throw new RangeError(refusal);
  const masks = BigUint64Array.from(masksFor(cpu, rule, legal));
  const one = batch(cpu, rule);
  const sizes = one.sizes(masks);
  const placed = placesOf(cpu, rule, masks, one);
  return {
    cpu: cpu.id,
    rule: rule.id,
    format: rule.format,
    vectors: Array.from(masks, (mask, i) => ({
      mask,
      size: sizes[i] ?? 0,
      offsets: placed
        .filter(([n]) => hasBit(mask, n))
        .map(([n, offsets]) => [n, offsets[i] ?? 0] as const),
    })),
  };
}

/** For each component of `cpu` that has a place by `rule`, its offset in the area of every mask. */
function placesOf(cpu: Processor, rule: Rule, masks: BigUint64Array, one: Batch) {
  const components = componentsOf(cpu, enumerated(cpu));
  // In the standard format every mask has a component in the same place, where CPUID says.
  if (rule.format === "standard") {
    return components
      .filter(isUser)
      .map(({ bit, offset }) => [bit, new Uint32Array(masks.length).fill(offset)] as const);
  }
  const { bits } = stepsOf(rule, cpu);
  return components
    .filter(({ bit }) => bits[bit]?.place !== undefined)
    .map(({ bit }) => [bit, one.offsets(masks, bit)] as const);
}

function masksFor(cpu: Processor, { format }: Rule, legal: boolean): bigint[] {
  // Of a standard rule IA32_XSS is no part.
  const of = format === "standard" ? { ...cpu, xss: 0n } : cpu;
  const universe = enumerated(of) & ~LEGACY_MASK;
  const count = legal ? legalCount(of) : 1n << BigInt(popcount(universe));
  if (count > BigInt(VECTORS_MAX)) {
    const less = legal ? "cut it down, CPU:MASK" : "ask for legal ones, or cut it down, CPU:MASK";
    throw new RangeError(`${cpu.id} has ${count} masks, more than 2^16 vectors: ${less}`);
  }
  if (legal) return [...legalMasks(of)];
  return Array.from(
    { length: Number(count) },
    (_, i) => subsetAt(universe, BigInt(i)) | LEGACY_MASK,
  );
}
