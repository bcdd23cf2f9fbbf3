/** The kernel as a model for the checker: a booted configuration, its operations, its promises. */
import { always, type Model } from "../check/model.ts";
import { LIST, someOf, type Table } from "../xsave/options.ts";
import type { Configuration } from "./kernel/configuration.ts";
import { initialProcess } from "./model/fpstate.ts";
import {
  type Call,
  defaultOperations,
  EXTRA_OPERATIONS,
  type ExtraOperations,
} from "./model/operations.ts";
import { equalProcesses, hashOf, keyOf, type Process } from "./model/process.ts";
import { PROPERTIES } from "./promises/index.ts";
import type { KernelProperty } from "./promises/promise.ts";

export interface ModelOptions {
  /** Operations to explore beside the default ones. */
  readonly extra?: readonly ExtraOperations[];
  readonly properties?: readonly KernelProperty[];
}

/** What each of them may be. */
export const MODEL_OPTIONS: Table<ModelOptions> = {
  extra: someOf("group of operations", Object.keys(EXTRA_OPERATIONS)),
  properties: LIST,
};

/** The model of one process on that kernel. */
export function kernelModel(
  config: Configuration,
  { extra = [], properties = PROPERTIES }: ModelOptions = {},
): Model<Process> {
  const more: Call[] = extra.flatMap((name): readonly Call[] => EXTRA_OPERATIONS[name](config));
  return {
    initial: initialProcess(config),
    operations: [...defaultOperations(config), ...more],
    key: keyOf,
    alike: { hash: hashOf, equal: equalProcesses },
    properties: properties.map(({ name, holds, shortfall, reads }) =>
      always(
        name,
        (process) => holds(config, process),
        shortfall && ((process) => shortfall(config, process)),
        reads,
      ),
    ),
  };
}
