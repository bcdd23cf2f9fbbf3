/** "xsweep/check": the model checker, which knows no kernel. Safe in a browser. */

export { explore, exploring } from "./explore.ts";
export {
  always,
  type Model,
  type Operation,
  type Outcome,
  type Property,
  sometimes,
} from "./model.ts";
export {
  BOUNDS,
  type Bounds,
  type Discovery,
  type Exploration,
  type PropertyFinding as Finding,
  type Taken as Step,
} from "./search.ts";
