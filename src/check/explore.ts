/**
 * The search, of parts where a model is made of parts. Where every operation touches one part of the
 * state and every property reads one, the space is the product of the parts' spaces: what is reached
 * first in a part is reached first in the product, with the other parts as they began, by the same
 * trace. States multiply, and of their sum only is each visited. Held equal to the whole search by
 * test/check/explore.test.ts, and on the kernel by test/linux/parts.test.ts.
 */
import { checkOptions, type Table, whole } from "../xsave/options.ts";
import type { Model } from "./model.ts";
import { BOUNDS, type Bounds, type Exploration, searching } from "./search.ts";

const BOUNDS_TABLE: Table<Bounds> = {
  states: /* @__PURE__ */ whole(1, true),
  steps: /* @__PURE__ */ whole(0, true),
};

/** Every state that `model` can reach within `bounds`, with every property judged in each. */
export const explore = <State>(
  model: Model<State>,
  bounds: Partial<Bounds> = {},
): Exploration<State> => finish(exploring(model, bounds));

/** What `work` answers in the end, without a look up. */
export function finish<Answer>(work: Generator<number, Answer>): Answer {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The same search, which yields the number of states now and then, so that it can be given up. */
export function* exploring<State>(
  model: Model<State>,
  bounds: Partial<Bounds> = {},
): Generator<number, Exploration<State>> {
  checkOptions("explore", bounds, BOUNDS_TABLE);
  const within = { ...BOUNDS, ...bounds };
  const parts = partsOf(model);
  // A bound on steps cuts through the product, and not through the parts.
  if (parts.length > 1 && within.steps === Number.POSITIVE_INFINITY) {
    const explored: Exploration<State>[] = [];
    for (const part of parts) explored.push(yield* searching(part, within));
    const whole = productOf(model, explored);
    if (whole.complete && whole.states <= within.states) return whole;
  }
  return yield* searching(model, within);
}

/** The model of each part; none where something touches or reads what it does not name. */
function partsOf<State>(model: Model<State>): Model<State>[] {
  const { operations, properties } = model;
  const names = new Set([
    ...operations.map(({ touches }) => touches),
    ...properties.map(({ reads }) => reads),
  ]);
  if (names.has(undefined)) return [];
  return [...names].map((name) => ({
    ...model,
    operations: operations.filter(({ touches }) => touches === name),
    properties: properties.filter(({ reads }) => reads === name),
  }));
}

/** What is known of the whole, from what is known of every part. */
function productOf<State>(
  { properties }: Model<State>,
  parts: readonly Exploration<State>[],
): Exploration<State> {
  const states = parts.reduce((product, part) => product * part.states, 1);
  const findings = new Map(
    parts.flatMap((part) => part.findings.map((one) => [one.property, one] as const)),
  );
  return {
    states,
    // What can be called in a state of a part can be, whatever the others are in.
    transitions: parts.reduce((sum, part) => sum + part.transitions * (states / part.states), 0),
    depth: parts.reduce((sum, part) => sum + part.depth, 0),
    complete: parts.every(({ complete }) => complete),
    findings: properties.flatMap((property) => findings.get(property) ?? []),
  };
}
