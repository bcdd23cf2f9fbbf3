/**
 * Breadth-first search to closure: every reachable state once, so that the first discovery of a
 * property has a shortest trace. Checked by test/check on models whose spaces are known.
 */
import type { Model, Property } from "./model.ts";

/** Where the search gives up. A search that met a bound proves nothing it did not see. */
export interface Bounds {
  readonly states: number;
  /** Operations from the initial state. */
  readonly steps: number;
}

export const BOUNDS: Bounds = { states: 1_000_000, steps: Number.POSITIVE_INFINITY };

/** One operation of a trace. */
export interface Step<State> {
  readonly operation: string;
  readonly result: number;
  readonly before: State;
  readonly after: State;
}

/** A counterexample of an `always` property, or an example of a `sometimes` one. */
export interface Discovery<State> {
  /** The first such state: no shorter trace leads to any other. */
  readonly state: State;
  readonly trace: readonly Step<State>[];
  /** The largest shortfall of all such states, and the first state that has it. */
  readonly worst: { readonly shortfall: number; readonly state: State } | null;
}

/** What the search found out about one property. */
export interface Finding<State> {
  readonly property: Property<State>;
  /** Null where a bound was met before the property was decided. */
  readonly holds: boolean | null;
  readonly discovery: Discovery<State> | null;
}

export interface Exploration<State> {
  /** Distinct states reached, the initial one included. */
  readonly states: number;
  /** Operations called, failing ones included, in every state that was expanded. */
  readonly transitions: number;
  /** Operations in the longest of the shortest traces. */
  readonly depth: number;
  /** False where a bound left states unexpanded. */
  readonly complete: boolean;
  readonly findings: readonly Finding<State>[];
}

/** Every state that `model` can reach within `bounds`, with every property judged in each. */
export function explore<State>(model: Model<State>, bounds: Bounds = BOUNDS): Exploration<State> {
  const { operations, properties, key } = model;
  const reached = new Set<string | number>([key(model.initial)]);
  const states: State[] = [model.initial];
  // The state each was reached from, the operation that led there, and how many it took in all.
  const parents: number[] = [-1];
  const causes: number[] = [-1];
  const depths: number[] = [0];
  let transitions = 0;
  let complete = true;
  const first: number[] = properties.map((property) =>
    discovers(property, model.initial) ? 0 : -1,
  );
  const worst = properties.map((property, p) =>
    first[p] === 0 && property.shortfall
      ? { shortfall: property.shortfall(model.initial), state: model.initial }
      : null,
  );

  for (let at = 0; at < states.length; at++) {
    const state = states[at] as State;
    const steps = (depths[at] as number) + 1;
    if (steps > bounds.steps) {
      complete = false;
      break;
    }
    for (let o = 0; o < operations.length; o++) {
      const outcome = operations[o]?.call(state);
      if (!outcome) continue;
      transitions++;
      const next = outcome.state;
      // Most failures leave the very state they were called in: no key is needed to know it.
      if (next === state) continue;
      const name = key(next);
      if (reached.has(name)) continue;
      if (states.length >= bounds.states) {
        complete = false;
        continue;
      }
      reached.add(name);
      const number = states.push(next) - 1;
      parents.push(at);
      causes.push(o);
      depths.push(steps);
      for (let p = 0; p < properties.length; p++) {
        const property = properties[p] as Property<State>;
        if (!discovers(property, next)) continue;
        if (first[p] === -1) first[p] = number;
        if (!property.shortfall) continue;
        const shortfall = property.shortfall(next);
        if (shortfall > (worst[p]?.shortfall ?? Number.NEGATIVE_INFINITY)) {
          worst[p] = { shortfall, state: next };
        }
      }
    }
  }

  /** The operations that led to state `number`, called again for what they answered. */
  const traceTo = (number: number): Step<State>[] => {
    const trace: Step<State>[] = [];
    for (let n = number; n > 0; n = parents[n] as number) {
      const operation = operations[causes[n] as number];
      const before = states[parents[n] as number] as State;
      const outcome = operation?.call(before);
      if (!operation || !outcome) throw new Error("a model whose operations are no functions");
      trace.unshift({
        operation: operation.name,
        result: outcome.result,
        before,
        after: outcome.state,
      });
    }
    return trace;
  };

  const findings = properties.map((property, p): Finding<State> => {
    const number = first[p] ?? -1;
    const found = number !== -1;
    const decided = found || complete;
    return {
      property,
      holds: decided ? (property.kind === "always") !== found : null,
      discovery: found
        ? { state: states[number] as State, trace: traceTo(number), worst: worst[p] ?? null }
        : null,
    };
  });
  return { states: states.length, transitions, depth: depths.at(-1) ?? 0, complete, findings };
}

/** True if `state` breaks an `always` property, or is what a `sometimes` one asks for. */
const discovers = <State>(property: Property<State>, state: State): boolean =>
  property.holds(state) === (property.kind === "sometimes");
