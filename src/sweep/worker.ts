/** One thread of a sweep: a range of subsets in, their figures out. */

import type { Figure, Summary } from "../algebra/figures.ts";
import type { Fold } from "../algebra/fold.ts";
import { createCore } from "../core/core.ts";
import { createEngine, type Engine } from "../exhaustive/engine.ts";
import { worker } from "../threads/barrier.ts";

export interface Work {
  /** Compiled once, by the calling thread. */
  readonly module: WebAssembly.Module;
  /** Tells folds apart: the engine is made again only when it changes. */
  readonly key: string;
  readonly fold: Fold;
  readonly figures: ReadonlySet<Figure>;
  readonly from: number;
  readonly to: number;
}

let core: ReturnType<typeof createCore> | undefined;
let loaded: { readonly key: string; readonly engine: Engine } | undefined;

export default worker(({ module, key, fold, figures, from, to }: Work): Summary => {
  core ??= createCore(module);
  if (loaded?.key !== key) loaded = { key, engine: createEngine(fold, core) };
  return loaded.engine.summary(figures, from, to);
});
