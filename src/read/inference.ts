/**
 * Layouts of the catalogue that fit what little a file says: a mask, a size, some rows.
 * Nothing is invented: where several fit, all are listed. Checked by test/read/formats.test.ts and traps.test.ts beside it.
 */
import { CATALOGUE } from "../catalogue/index.ts";
import type { StateComponent } from "../xsave/component.ts";
import { compactedSize, standardSize } from "../xsave/layout.ts";
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

/** Every distinct layout that fits, in catalogue order; hypothetical ones only where no real one does. */
export function candidatesFor(evidence: Evidence): Candidate[] {
  const fitting = CATALOGUE.filter((cpu) => fits(cpu, evidence));
  const real = fitting.filter((cpu) => !cpu.hypothetical);
  const groups = new Map<string, { components: StateComponent[]; ids: string[]; cpu: Processor }>();
  for (const cpu of real.length > 0 ? real : fitting) {
    const components = componentsOf(cpu, evidence.mask);
    const key = components.map((c) => `${c.bit}:${c.size}@${c.offset}`).join(" ");
    const group = groups.get(key);
    if (group) group.ids.push(cpu.id);
    else groups.set(key, { components, ids: [cpu.id], cpu });
  }
  return [...groups.values()];
}

function fits(cpu: Processor, evidence: Evidence): boolean {
  const { mask, sizes, offsets } = evidence;
  if ((mask & ~described(cpu)) !== 0n) return false;
  for (const { bit, size, offset } of componentsOf(cpu, mask)) {
    if ((sizes?.get(bit) ?? size) !== size) return false;
    if (offset !== null && (offsets?.get(bit) ?? offset) !== offset) return false;
  }
  return (
    (evidence.standardSize ?? standardSize(cpu, mask)) === standardSize(cpu, mask) &&
    (evidence.compactedSize ?? compactedSize(cpu, mask)) === compactedSize(cpu, mask)
  );
}

/** The component `bit` as any measured processor has it, for what no model changes: its flags. */
export const anyComponent = (bit: number): StateComponent | undefined =>
  CATALOGUE.flatMap((cpu) => cpu.components).find((component) => component.bit === bit);

/** "zen-3, zen-4 and 5 more". */
export const idList = (ids: readonly string[]): string =>
  ids.length <= 4 ? ids.join(", ") : `${ids.slice(0, 3).join(", ")} and ${ids.length - 3} more`;
