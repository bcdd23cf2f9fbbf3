/**
 * Breadth-first search to closure: every reachable state once, so that the first discovery of a
 * property has a shortest trace. Checked by test/check on models whose spaces are known.
 */
import { frozen } from "../xsave/frozen.ts";
import type { Model, Property } from "./model.ts";
import { reachedBy } from "./reached.ts";

/** Where the search gives up. A search that met a bound proves nothing it did not see. */
export interface Bounds {
  readonly states: number;
  /** Operations from the initial state. */
  readonly steps: number;
}

/** What they are where nothing else is said. */
export const BOUNDS: Bounds = frozen({ states: 1_000_000, steps: Number.POSITIVE_INFINITY });

/** One operation of a trace. */
export interface Taken<State> {
  readonly operation: string;
  readonly result: number;
  readonly before: State;
  readonly after: State;
}

/** A counterexample of an `always` property, or an example of a `sometimes` one. */
export interface Discovery<State> {
  /** The first such state: no shorter trace leads to any other. */
  readonly state: State;
  readonly trace: readonly Taken<State>[];
  /** The largest shortfall of all such states, and the first state that has it. */
  readonly worst: { readonly shortfall: number; readonly state: State } | null;
}

/** What the search found out about one property. */
export interface PropertyFinding<State> {
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
  readonly findings: readonly PropertyFinding<State>[];
}

/** What is known of the space so far: column n is about state number n, 0 the initial one. */
interface Space<State> {
  readonly states: State[];
  /** The state it was reached from; -1 for the initial one. */
  readonly parents: number[];
  /** The operation that led to it; -1 for the initial one. */
  readonly causes: number[];
  /** Operations in a shortest trace to it. */
  readonly depths: number[];
}

/** What is known of a property so far. */
interface Judgement<State> {
  readonly property: Property<State>;
  /** The number of its first discovery; null before there is one. */
  first: number | null;
  worst: { readonly shortfall: number; readonly state: State } | null;
}

/** States expanded between two looks up; with 4,096 a signal waited 0.5 s on a busy machine. */
const TURN = 512;

/** The whole space, state by state; yields the number of states now and then, to be given up. */
export function* searching<State>(
  model: Model<State>,
  { states: statesMax, steps: stepsMax }: Bounds,
): Generator<number, Exploration<State>> {
  const { initial, operations } = model;
  const space: Space<State> = { states: [initial], parents: [-1], causes: [-1], depths: [0] };
  const { states, parents, causes, depths } = space;
  const judgements = model.properties.map(
    (property): Judgement<State> => ({ property, first: null, worst: null }),
  );
  judge(judgements, initial, 0);
  const reached = reachedBy(model);
  reached.has(initial);
  reached.add(initial);
  let transitions = 0;
  let complete = true;
  for (let at = 0; at < states.length; at++) {
    if (at % TURN === TURN - 1) yield states.length;
    const state = states[at] as State;
    const depth = (depths[at] as number) + 1;
    if (depth > stepsMax) {
      complete = false;
      break;
    }
    for (let o = 0; o < operations.length; o++) {
      const outcome = operations[o]?.call(state);
      if (!outcome) continue;
      transitions++;
      const next = outcome.state;
      // Most failures leave the very state they were called in: nothing need be compared to know it.
      if (next === state || reached.has(next)) continue;
      if (states.length >= statesMax) {
        complete = false;
        continue;
      }
      reached.add(next);
      parents.push(at);
      causes.push(o);
      depths.push(depth);
      judge(judgements, next, states.push(next) - 1);
    }
  }
  return {
    states: states.length,
    transitions,
    depth: depths.at(-1) ?? 0,
    complete,
    findings: judgements.map((judgement) => findingOf(model, space, complete, judgement)),
  };
}

/** Takes `state`, number `number`, down wherever it is a discovery. */
function judge<State>(judgements: Judgement<State>[], state: State, number: number): void {
  for (const judgement of judgements) {
    const { holds, kind, shortfall } = judgement.property;
    // It breaks an `always` property, or is what a `sometimes` one asks for.
    if (holds(state) !== (kind === "sometimes")) continue;
    judgement.first ??= number;
    if (!shortfall) continue;
    const value = shortfall(state);
    if (judgement.worst && value <= judgement.worst.shortfall) continue;
    judgement.worst = { shortfall: value, state };
  }
}

function findingOf<State>(
  model: Model<State>,
  space: Space<State>,
  complete: boolean,
  { property, first, worst }: Judgement<State>,
): PropertyFinding<State> {
  const always = property.kind === "always";
  if (first === null) return { property, holds: complete ? always : null, discovery: null };
  const state = space.states[first] as State;
  return {
    property,
    holds: !always,
    discovery: { state, trace: traceTo(model, space, first), worst },
  };
}

/** The operations that led to state `number`, called again for what they answered. */
function traceTo<State>(
  { operations }: Model<State>,
  { states, parents, causes }: Space<State>,
  number: number,
): Taken<State>[] {
  const trace: Taken<State>[] = [];
  for (let n = number; n > 0; n = parents[n] as number) {
    const operation = operations[causes[n] as number];
    const before = states[parents[n] as number] as State;
    const outcome = operation?.call(before);
    if (!operation || !outcome) throw new Error("a model whose operations are no functions");
    const { state: after, result } = outcome;
    trace.push({ operation: operation.name, result, before, after });
  }
  return trace.reverse();
}
