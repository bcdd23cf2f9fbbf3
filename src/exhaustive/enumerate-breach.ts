/** The masks whose sizes break a predicate: every size is filled in by the core and looked at. */

import type { Breach } from "../algebra/breach.ts";
import type { Fold } from "../algebra/fold.ts";
import { type Core, createCore } from "../core/core.ts";
import { createEngine } from "./engine.ts";
import type { Stopping } from "./stopping.ts";

/** One core a fold: an engine keeps its core until another is made on it. */
const cores: Core[] = [];

/**
 * The masks on which the sizes of `folds`, all over the same subsets, do not satisfy `holds`.
 *
 * @throws {RangeError} if there are too many subsets to enumerate, or sizes do not fit 31 bits.
 */
export function exhaustiveBreach(
  folds: readonly [Fold] | readonly [Fold, Fold],
  holds: (a: number, b: number) => boolean,
  signal?: Stopping,
): Breach {
  const engines = folds.map((fold, i) => createEngine(fold, coreAt(i)));
  const [first, second = first] = engines;
  const [fold] = folds;
  if (!first || !second) throw new RangeError("no fold is asked");
  const total = 2 ** fold.pairs.length;
  const step = Math.min(first.window, second.window);
  let broken = 0;
  let lowest: number | null = null;
  for (let at = 0; at < total; at += step) {
    signal?.throwIfAborted();
    const to = Math.min(at + step, total);
    const a = first.sizes(at, to);
    const b = second === first ? a : second.sizes(at, to);
    for (let i = 0; i < to - at; i++) {
      if (holds(a[i] as number, b[i] as number)) continue;
      broken++;
      lowest ??= at + i;
    }
  }
  const weight = fold.pairs[0]?.weight ?? 1n;
  return {
    masks: BigInt(total),
    broken: BigInt(broken),
    first: lowest === null ? null : fold.origin + BigInt(lowest) * weight,
  };
}

function coreAt(i: number): Core {
  cores[i] ??= createCore();
  return cores[i] as Core;
}
