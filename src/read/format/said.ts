/** Readings of files that have no row of leaf 0DH: a mask at most, and what is to be told of it. */
import type { Identity } from "../cpuid/identity.ts";
import { type Origin, processorFrom } from "../cpuid/logical-processors.ts";
import type { Registers } from "../cpuid/rows.ts";
import type { ReadFinding } from "../finding.ts";
import type { Reading } from "../reading.ts";
import type { Warning } from "../warning.ts";

export interface Said {
  readonly label: string;
  readonly identity?: Pick<Identity, "id" | "name" | "vendor">;
  /** Null where the file does not say. */
  readonly xcr0: bigint | null;
  readonly xss: bigint | null;
  readonly rows?: ReadonlyMap<number, Registers>;
  readonly findings: readonly ReadFinding[];
  readonly warnings?: readonly Warning[];
}

const NOBODY = { id: null, name: null, vendor: null };

/** A processor without any component but x87 and SSE; without these where XCR0 is not known. */
export const readingOfSaid = (said: Said, origin: Origin): Reading => ({
  label: said.label,
  count: 1,
  processor: processorFrom(said.identity ?? NOBODY, origin, {
    xcr0: (said.xcr0 ?? 0n) & 3n,
    xss: 0n,
    components: [],
  }),
  missing: ((said.xcr0 ?? 0n) | (said.xss ?? 0n)) & ~3n,
  leaf0d: { xcr0: said.xcr0, xss: said.xss, rows: said.rows ?? new Map() },
  findings: said.findings,
  warnings: said.warnings ?? [],
});
