/**
 * Layouts of the catalogue that fit what little a file says: a mask, a size, some rows.
 * Nothing is invented: where several fit, all are listed. Checked by test/read/formats.test.ts and traps.test.ts beside it.
 */
import { CATALOGUE } from "../catalogue/index.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import type { StateComponent } from "../xsave/component.ts";
import { componentsOf, described, type Processor } from "../xsave/processor.ts";

export interface Evidence {
  readonly mask: bigint;
  /** Bytes of `mask` in that format; not known where absent. */
  readonly standardSize?: number;
  readonly compactedSize?: number;
  /** Bytes a component by bit, where known. */
  readonly sizes?: ReadonlyMap<number, number>;
  /** Standard-format offsets by bit, where known. */
  readonly offsets?: ReadonlyMap<number, number>;
}

/** One way to lay out the components of the mask, and the catalogue ids that have it. */
export interface Candidate {
  readonly components: readonly StateComponent[];
  readonly ids: readonly string[];
  readonly cpu: Processor;
}

/** One processor with the mask of the evidence. */
interface Masked {
  readonly cpu: Processor;
  readonly components: readonly StateComponent[];
  readonly standard: number;
  readonly compacted: number;
}

/** What makes two layouts of a mask the same one. */
const keyOf = (components: readonly StateComponent[]): string =>
  components.map((c) => `${c.bit}:${c.size}@${c.offset}`).join(" ");

const DESCRIBED = CATALOGUE.map((cpu) => [cpu, described(cpu)] as const);

const maskedBy = (mask: bigint): Masked[] =>
  DESCRIBED.filter(([, all]) => (mask & ~all) === 0n).map(([cpu]) => ({
    cpu,
    components: componentsOf(cpu, mask),
    standard: SDM_STANDARD.walk(cpu, mask),
    compacted: SDM_COMPACTED.walk(cpu, mask),
  }));

/** A file asks for few masks, one of thousands of processors for the same one again and again. */
const MASKS_KEPT = 64;
const kept = new Map<bigint, readonly Masked[]>();

function processorsWith(mask: bigint): readonly Masked[] {
  const known = kept.get(mask);
  if (known) return known;
  if (kept.size >= MASKS_KEPT) kept.clear();
  const found = maskedBy(mask);
  kept.set(mask, found);
  return found;
}

/** Every distinct layout that fits, in catalogue order; hypothetical ones only where no real one does. */
export function candidatesFor(evidence: Evidence): Candidate[] {
  const fitting = processorsWith(evidence.mask).filter((one) => fits(one, evidence));
  const real = fitting.filter(({ cpu }) => !cpu.hypothetical);
  const groups = new Map<string, { ids: string[] } & Candidate>();
  for (const { cpu, components } of real.length > 0 ? real : fitting) {
    const key = keyOf(components);
    const group = groups.get(key);
    if (group) group.ids.push(cpu.id);
    else groups.set(key, { components, ids: [cpu.id], cpu });
  }
  return [...groups.values()];
}

function fits({ components, standard, compacted }: Masked, evidence: Evidence): boolean {
  const { sizes, offsets, standardSize = standard, compactedSize = compacted } = evidence;
  return (
    standardSize === standard &&
    compactedSize === compacted &&
    components.every(
      ({ bit, size, offset }) =>
        (sizes?.get(bit) ?? size) === size &&
        (offset === null || (offsets?.get(bit) ?? offset) === offset),
    )
  );
}

/** The real processors whose XCR0, all of it, takes `size` bytes in the standard format. */
export const withWholeSize = (size: number): Processor[] =>
  CATALOGUE.filter((cpu) => !cpu.hypothetical && SDM_STANDARD.walk(cpu, cpu.xcr0) === size);

/** The component `bit` as the first processor that has it does, for what no model changes: its flags. */
export const anyComponent = (bit: number): StateComponent | undefined => FIRST_OF.get(bit);

const FIRST_OF = new Map(
  CATALOGUE.flatMap((cpu) => cpu.components)
    .reverse()
    .map((component) => [component.bit, component]),
);

/** "zen-3, zen-4 and 5 more". */
export const idList = (ids: readonly string[]): string =>
  ids.length <= 4 ? ids.join(", ") : `${ids.slice(0, 3).join(", ")} and ${ids.length - 3} more`;
