/** Steps and folds as the core takes them, and the lanes that hold every value they pass through. */

import { type Reach, reachOf } from "../algebra/bounds.ts";
import type { Fold } from "../algebra/fold.ts";
import { apply, type Step } from "../algebra/step.ts";
import {
  BINS,
  BLOCK_BYTES,
  KEEP_ALIGNED,
  KEEP_ALL,
  KEEP_NOTHING,
  NARROW_MAX,
  NO_FLOOR,
} from "../core/abi.ts";
import type { CorePair, CoreStep, Lanes } from "../core/core.ts";

/** `s` in canonical form (assembly/step.ts). A bound below 0 never binds: no size is negative. */
export function coreStep(s: Step): CoreStep {
  const floor = s.atLeast < 0 ? NO_FLOOR : s.atLeast;
  if (!s.keep) return { add: 0, keep: KEEP_NOTHING, then: apply(s, 0), floor: NO_FLOOR };
  if (s.align === 1) return { add: s.plus + s.then, keep: KEEP_ALL, then: 0, floor };
  return { add: s.plus + 63, keep: KEEP_ALIGNED, then: s.then, floor };
}

export const corePair = ({
  absent,
  present,
}: {
  readonly absent: Step;
  readonly present: Step;
}): CorePair => ({ absent: coreStep(absent), present: coreStep(present) });

/** The largest power of two up to `limit` for which `fits` holds; 1 if none does. */
function powerOfTwo(limit: number, fits: (n: number) => boolean): number {
  let n = limit;
  while (n > 1 && !fits(n)) n /= 2;
  return n;
}

/** The lanes for `fold`. @throws {RangeError} as `reachOf`. */
export const lanesOf = (fold: Fold): Lanes => lanesFor(reachOf(fold), grainOf(fold));

/** The lanes for values within `reach` that are multiples of `grain`. */
export function lanesFor({ least, above, below }: Reach, grain: number): Lanes {
  const most = above + below;
  const shift = Math.log2(grain);
  if (most <= NARROW_MAX) {
    // A row adds two values of at most 2^15 to each 32-bit sum, so a whole block fits; the
    // checksum adds sums of sums, which do for 128 rows of 16 bytes.
    return { wide: false, sumStrip: BLOCK_BYTES, checkStrip: 2048, least, shift };
  }
  const fits = (x: number): boolean => x * most < 2 ** 31;
  return {
    wide: true,
    sumStrip: 32 * powerOfTwo(BLOCK_BYTES / 32, fits),
    checkStrip: 16 * powerOfTwo(1024, (rows) => fits((rows * (rows + 1)) / 2)),
    least,
    shift,
  };
}

/** The largest power of two up to 64 that divides every size of `fold`. */
export function grainOf({ start, pairs }: Fold): number {
  const terms = pairs
    .flatMap(({ absent, present }) => [absent, present])
    .flatMap((s) => [s.plus, s.then, Number.isFinite(s.atLeast) ? s.atLeast : 0]);
  return powerOfTwo(64, (n) => [start, ...terms].every((term) => term % n === 0));
}

/** Bins of the histogram over [least, most]; more than the core has room for give undefined. */
export function binsOf({ most }: Reach, { least, shift }: Lanes): number | undefined {
  const bins = ((most - least) >> shift) + 1;
  return bins <= BINS ? bins : undefined;
}
