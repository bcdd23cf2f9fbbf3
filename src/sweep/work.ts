/** One thread of a sweep: a range of subsets in, their figures out, or where two folds differ on them. */
import type { Difference } from "../algebra/difference.ts";
import type { Figure, Summary } from "../algebra/figures.ts";
import type { Fold } from "../algebra/fold.ts";
import { type Core, createCore } from "../core/core.ts";
import { type Comparison, createComparison } from "../exhaustive/compare.ts";
import { createEngine, type Engine } from "../exhaustive/engine.ts";
import type { Ranged, Work } from "../threads/run.ts";
import { worker } from "../threads/worker.ts";

interface FoldTask extends Ranged {
  /** Compiled once, by the calling thread. */
  readonly module: WebAssembly.Module;
  /** Tells parts apart: the engine is made again only when it changes. */
  readonly key: string;
  /** The number of the part that it belongs to. */
  readonly part: number;
  readonly fold: Fold;
}

export interface SummaryTask extends FoldTask {
  readonly figures: ReadonlySet<Figure>;
}

export interface DifferenceTask extends FoldTask {
  readonly other: Fold;
}

let core: Core | undefined;
/** What the core of this thread was last loaded for. */
let loaded: { readonly key: string; readonly engine: Engine | Comparison } | undefined;

/** The engine that is loaded for `task`, or else `make`s one. */
function engineFor<Made extends Engine | Comparison>(
  { module, key }: FoldTask,
  make: (core: Core) => Made,
): Made {
  core ??= createCore(module);
  if (loaded?.key !== key) loaded = { key, engine: make(core) };
  return loaded.engine as Made;
}

const summary = (task: SummaryTask): Summary =>
  engineFor(task, (core) => createEngine(task.fold, core)).summary(
    task.figures,
    task.from,
    task.to,
  );

const difference = (task: DifferenceTask): Difference =>
  engineFor(task, (core) => createComparison(task.fold, task.other, core)).difference(
    task.from,
    task.to,
  );

export default worker((task: SummaryTask | DifferenceTask): Summary | Difference =>
  "other" in task ? difference(task) : summary(task),
);

/** As `builtModule` takes it. */
export const SWEEP_WORKER = "sweep/work.js";

export const SUMMARIES: Work<SummaryTask, Summary> = { module: SWEEP_WORKER, perform: summary };
export const DIFFERENCES: Work<DifferenceTask, Difference> = {
  module: SWEEP_WORKER,
  perform: difference,
};
