/** `migrate`: what becomes of the image of every legal mask of one processor on another. */
import { legalPlan } from "../algebra/legal-folds.ts";
import type { Format } from "../xsave/component.ts";
import { layout } from "../xsave/layout.ts";
import { isLegal } from "../xsave/legality.ts";
import { bit, hasBit, popcount, subsetAt } from "../xsave/mask.ts";
import { enumerated, type Processor, userPart } from "../xsave/processor.ts";
import { sharedComponents } from "./moves.ts";

/** Legal masks beyond which there is no table of all of them. */
export const MIGRATION_MAX = 1 << 16;

/** Every legal XCR0 has it (SDM1 13.3). */
const X87 = 1n;

export interface MigratedMask {
  readonly mask: bigint;
  /** B can enable the mask, with every component as large as on A. */
  readonly representable: boolean;
  /** Components that B lacks, or has of another size. */
  readonly lost: bigint;
  /** Bytes of the components that stay, but elsewhere. */
  readonly standardMoved: number;
  readonly compactedMoved: number;
  /** The image of A can be restored on B without touching a byte. */
  readonly standardValid: boolean;
  readonly compactedValid: boolean;
}

export interface MigrationReport {
  readonly from: Processor;
  readonly to: Processor;
  /** Ascending. */
  readonly masks: readonly MigratedMask[];
}

/**
 * Every legal mask of `from`, from x87 alone up, as `to` would take its image.
 *
 * @throws {RangeError} if `from` has more than MIGRATION_MAX legal masks.
 */
export function migration(from: Processor, to: Processor): MigrationReport {
  const kept = keptBy(from, to);
  return {
    from,
    to,
    masks: legalWithin(from, enumerated(from)).map((mask) => migrated(from, to, mask, kept)),
  };
}

/**
 * Every legal mask of `cpu` within `universe`, from x87 alone up, ascending.
 *
 * @throws {RangeError} if there are more than MIGRATION_MAX.
 */
export function legalWithin(cpu: Processor, universe: bigint): bigint[] {
  const { combinations, free, masks } = legalPlan(cpu, universe & ~X87, X87);
  if (masks > BigInt(MIGRATION_MAX)) {
    throw new RangeError(`${cpu.id} has ${masks} legal masks, too many to list: at most 2^16`);
  }
  return combinations
    .flatMap((settled) =>
      Array.from({ length: 2 ** popcount(free) }, (_, i) => settled | subsetAt(free, BigInt(i))),
    )
    .sort((a, b) => (a < b ? -1 : 1));
}

/** The components of `from` that `to` enumerates too, of the same kind and size. */
function keptBy(from: Processor, to: Processor): bigint {
  const sizes = new Map(to.components.map(({ bit, size }) => [bit, size]));
  return from.components
    .filter(({ bit, size }) => sizes.get(bit) !== size)
    .reduce((kept, component) => kept & ~bit(component.bit), sharedComponents(from, to));
}

function migrated(from: Processor, to: Processor, mask: bigint, kept: bigint): MigratedMask {
  const lost = mask & ~kept;
  const standardMoved = movedBytes(from, to, mask, kept, "standard");
  const compactedMoved = movedBytes(from, to, mask, kept, "compacted");
  const user = userPart(from, mask);
  return {
    mask,
    representable: lost === 0n && isLegal(to, mask),
    lost,
    standardMoved,
    compactedMoved,
    // Supervisor components are not in the standard image, so losing them does not spoil it.
    standardValid: (user & ~kept) === 0n && standardMoved === 0 && isLegal(to, user),
    compactedValid: lost === 0n && compactedMoved === 0 && isLegal(to, mask),
  };
}

/** Bytes of the kept components of `mask` that lie elsewhere on `to`, in an area of what is kept. */
function movedBytes(
  from: Processor,
  to: Processor,
  mask: bigint,
  kept: bigint,
  format: Format,
): number {
  const there = new Map(
    layout(to, mask & kept, format).components.map(({ bit, offset }) => [bit, offset]),
  );
  return layout(from, mask, format)
    .components.filter(({ bit, offset }) => hasBit(kept, bit) && there.get(bit) !== offset)
    .reduce((bytes, { size }) => bytes + size, 0);
}
