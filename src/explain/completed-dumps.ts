/**
 * A dump that lacks sub-leaves, made whole in every way that the catalogue knows and the rows that
 * are there allow. What explain concludes from one is said to be concluded from it.
 */

import type { Leaf0D } from "../read/cpuid/leaf0d.ts";
import { candidatesFor } from "../read/inference.ts";
import type { Reading } from "../read/reading.ts";
import { hasBit } from "../xsave/mask.ts";
import { createProcessor, type Processor, type ProcessorFields } from "../xsave/processor.ts";

export interface Completion {
  /** Null where the dump lacks rows and nothing of the catalogue fits. */
  readonly cpu: Processor | null;
  /** Where the missing components are taken from; empty for a whole dump. */
  readonly ids: readonly string[];
}

/** A file of thousands of processors completes most of them alike: one object for what is equal. */
const PROCESSORS_KEPT = 256;
const kept = new Map<string, Processor>();

function oneOf(fields: ProcessorFields): Processor {
  const { xcr0 = 0n, xss = 0n, components, ...rest } = fields;
  const key = JSON.stringify([`${xcr0}`, `${xss}`, components, rest]);
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= PROCESSORS_KEPT) kept.clear();
  const cpu = createProcessor(fields);
  kept.set(key, cpu);
  return cpu;
}

/** At least one. */
export function completionsOf(reading: Reading, leaf0d: Leaf0D): Completion[] {
  const { processor, missing, inferred = 0n } = reading;
  // Without XCR0 and without a component nothing says what a total is the total of.
  if (leaf0d.xcr0 === null && processor.components.length === 0) return [{ cpu: null, ids: [] }];
  if (missing === 0n) return [{ cpu: processor, ids: [] }];
  const components = processor.components.filter(({ bit }) => !hasBit(inferred, bit));
  const placed = components.flatMap(({ bit, offset }) =>
    offset === null ? [] : [[bit, offset] as const],
  );
  const xcr0 = leaf0d.xcr0 ?? processor.xcr0;
  const xss = leaf0d.xss ?? processor.xss;
  const found = candidatesFor({
    mask: (xcr0 | xss) & ~3n,
    sizes: new Map(components.map(({ bit, size }) => [bit, size])),
    offsets: new Map(placed),
  });
  const known = new Set(components.map(({ bit }) => bit));
  const whole = found.flatMap(({ components: all, ids }): Completion[] => {
    const added = all.filter(({ bit }) => !known.has(bit));
    try {
      const parts = { xcr0, xss, components: [...components, ...added] };
      return [{ cpu: oneOf({ ...processor, ...parts }), ids }];
    } catch {
      // A row of the dump and the catalogue's place for another component overlap.
      return [];
    }
  });
  return whole.length > 0 ? whole : [{ cpu: null, ids: [] }];
}
