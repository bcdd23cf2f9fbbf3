/** One thread of a comparison: a range of subsets in, where two folds differ on it out. */

import type { Difference } from "../algebra/difference.ts";
import type { Fold } from "../algebra/fold.ts";
import { createCore } from "../core/core.ts";
import { type Comparison, createComparison } from "../exhaustive/compare.ts";
import { worker } from "../threads/barrier.ts";

export interface CompareWork {
  /** Compiled once, by the calling thread. */
  readonly module: WebAssembly.Module;
  /** Tells pairs of folds apart: the comparison is made again only when it changes. */
  readonly key: string;
  readonly fold: Fold;
  readonly other: Fold;
  readonly from: number;
  readonly to: number;
}

let core: ReturnType<typeof createCore> | undefined;
let loaded: { readonly key: string; readonly comparison: Comparison } | undefined;

export default worker(({ module, key, fold, other, from, to }: CompareWork): Difference => {
  core ??= createCore(module);
  if (loaded?.key !== key) loaded = { key, comparison: createComparison(fold, other, core) };
  return loaded.comparison.difference(from, to);
});
