/** The values that XCR0 and IA32_XSS can have on a processor, and which of them give a size. */
import { PEERS } from "../rules/index.ts";
import { KVM_5_16_COMPACTED } from "../rules/kvm.ts";
import type { Rule } from "../rules/rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import { LEGACY_MASK } from "../xsave/component.ts";
import { isLegal } from "../xsave/legality.ts";
import { bit, bitsOf, popcount, subsetAt } from "../xsave/mask.ts";
import { perProcessor } from "../xsave/per-processor.ts";
import { componentsOf, type Processor } from "../xsave/processor.ts";

/** Sets of more components than this are not listed; the largest real processor has 16. */
const BITS_MAX = 18;

/** True if the sets of `cpu` are few enough to list. */
export const listable = (cpu: Processor): boolean =>
  popcount((cpu.xcr0 | cpu.xss) & ~3n) <= BITS_MAX;

/** Bytes in either format, by the walk of the rule: layouts are for those who want the places. */
const standardSize = SDM_STANDARD.walk;
const compactedSize = SDM_COMPACTED.walk;

const subsets = (universe: bigint): bigint[] =>
  Array.from({ length: 2 ** popcount(universe) }, (_, i) => subsetAt(universe, BigInt(i)));

// Those of the catalogue are asked for again with every number that does not fit, those of a dump
// with every one of its processors.

/** Every legal value of XCR0, ascending. */
export const xcr0Values = /* @__PURE__ */ perProcessor((cpu): readonly bigint[] =>
  subsets(cpu.xcr0).filter((mask) => isLegal(cpu, mask)),
);

/** The legal values of XCR0 by their standard-format size. */
const bySize = /* @__PURE__ */ perProcessor((cpu) => {
  const sizes = new Map<number, bigint[]>();
  for (const mask of xcr0Values(cpu)) {
    const size = standardSize(cpu, mask);
    const known = sizes.get(size);
    if (known) known.push(mask);
    else sizes.set(size, [mask]);
  }
  return sizes;
});

/** Every legal value of XCR0 whose standard-format size is `size`, ascending. */
export const xcr0OfSize = (cpu: Processor, size: number): readonly bigint[] =>
  bySize(cpu).get(size) ?? [];

export type SizeOf = (cpu: Processor, mask: bigint) => number;

/** Every XCR0 | IA32_XSS with XCR0 out of `xcr0s` that has `size` by `sizeOf`, ascending. */
export function setsOfSize(
  cpu: Processor,
  xcr0s: readonly bigint[],
  size: number,
  sizeOf: SizeOf = compactedSize,
): bigint[] {
  const supervisors = subsets(cpu.xss);
  return xcr0s
    .flatMap((xcr0) => supervisors.map((xss) => xcr0 | xss))
    .filter((mask) => sizeOf(cpu, mask) === size)
    .sort((a, b) => (a < b ? -1 : 1));
}

/** Compacted, every component straight after the one before: what alignment-blind systems compute. */
export const unalignedSize: SizeOf = KVM_5_16_COMPACTED.walk;

/** The first rule for each size of a mask: those that vary with it, and those that never do. */
interface RulesBySize {
  readonly vary: ReadonlyMap<number, Rule>;
  readonly always: ReadonlyMap<number, Rule>;
}

const rulesBySize = /* @__PURE__ */ perProcessor(() => new Map<string, RulesBySize>());

function rulesOf(cpu: Processor, format: Rule["format"], mask: bigint): RulesBySize {
  const known = rulesBySize(cpu);
  const key = `${format} ${mask}`;
  const found = known.get(key);
  if (found) return found;
  const [vary, always] = [new Map<number, Rule>(), new Map<number, Rule>()];
  for (const rule of PEERS) {
    if (rule.format !== format) continue;
    const size = walked(rule, cpu, mask);
    if (size === null) continue;
    const kind = walked(rule, cpu, LEGACY_MASK) === size ? always : vary;
    if (!kind.has(size)) kind.set(size, rule);
  }
  const rules = { vary, always };
  known.set(key, rules);
  return rules;
}

/**
 * The first named rule of `format`, other than the architecture's, that gives `size` for `mask`. Of
 * two kinds: one that gives something else for x87 and SSE alone, or one whose number is always the
 * same, which explains little, and is to be asked when nothing else does.
 */
export const ruleOfSize = (
  cpu: Processor,
  format: Rule["format"],
  mask: bigint,
  size: number,
  kind: keyof RulesBySize = "vary",
): Rule | undefined => rulesOf(cpu, format, mask)[kind].get(size);

/** A peer may refuse a mask or a processor that it never meets. */
function walked(rule: Rule, cpu: Processor, mask: bigint): number | null {
  try {
    return rule.walk(cpu, mask);
  } catch {
    return null;
  }
}

/** `mask` without one run of components that belong together, largest subsets first. */
export function smallerMasks(cpu: Processor, mask: bigint): bigint[] {
  const extended = componentsOf(cpu, mask).reduce((m, c) => m | bit(c.bit), 0n);
  if (popcount(extended) > BITS_MAX) return [];
  const rest = mask & ~extended;
  return subsets(extended)
    .map((part) => part | rest)
    .filter((part) => part !== mask)
    .sort((a, b) => popcount(b) - popcount(a) || (a < b ? -1 : 1));
}

/** "AVX+PKRU" of `mask` on `cpu`, the two legacy components left out. */
export const extendedNames = (cpu: Processor, mask: bigint): string =>
  bitsOf(mask & ~3n)
    .map((n) => cpu.components.find((component) => component.bit === n)?.name ?? `bit ${n}`)
    .join("+");
