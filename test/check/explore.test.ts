/** Parts explored apart say what the whole search says: counts, verdicts, traces, worst states. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { explore } from "../../src/check/explore.ts";
import { always, type Model, type Operation, sometimes } from "../../src/check/model.ts";

type Pair = readonly [left: number, right: number];
type Side = 0 | 1;

/** A table of moves of one side: from each of its places to another, to itself, or none (null). */
const mover = (name: string, side: Side, moves: readonly (number | null)[]): Operation<Pair> => ({
  name,
  touches: side === 0 ? "left" : "right",
  call: (state) => {
    const to = moves[state[side]];
    if (to === null || to === undefined) return null;
    if (to === state[side]) return { state, result: -1 };
    return { state: side === 0 ? [to, state[1]] : [state[0], to], result: 0 };
  },
});

const PLACES = 6;
const place = fc.nat({ max: PLACES - 1 });
const moves = fc.array(fc.option(place, { nil: null }), { minLength: PLACES, maxLength: PLACES });
const operations = fc
  .array(fc.tuple(fc.constantFrom<Side>(0, 1), moves), { minLength: 2, maxLength: 7 })
  .map((some) => some.map(([side, to], i) => mover(`move ${i}`, side, to)));
const properties = fc
  .array(fc.tuple(fc.constantFrom<Side>(0, 1), place, fc.boolean(), fc.array(fc.nat({ max: 3 }))), {
    maxLength: 4,
  })
  .map((some) =>
    some.map(([side, bad, asked, short], i) => ({
      ...(asked
        ? sometimes<Pair>(`p${i}`, (state) => state[side] === bad)
        : always<Pair>(
            `p${i}`,
            (state) => state[side] < bad,
            (state) => short[state[side]] ?? 0,
          )),
      reads: side === 0 ? "left" : "right",
    })),
  );
const models = fc.tuple(operations, properties).map(
  ([ops, props]): Model<Pair> => ({
    initial: [0, 0],
    key: ([left, right]) => left * PLACES + right,
    operations: ops,
    properties: props,
  }),
);

/** The same model, which names no parts. */
const whole = (model: Model<Pair>): Model<Pair> => ({
  ...model,
  operations: model.operations.map(({ touches: _, ...rest }) => rest),
});

const told = (model: Model<Pair>, bounds = {}) => {
  const { findings, ...counts } = explore(model, bounds);
  return {
    counts,
    findings: findings.map(({ property, holds, discovery }) => [property.name, holds, discovery]),
  };
};

test("always: parts say what the whole says, within any bounds", () => {
  let apart = 0;
  fc.assert(
    fc.property(models, fc.nat({ max: 40 }), fc.nat({ max: 8 }), (model, states, steps) => {
      const right = told(whole(model));
      expect(told(model)).toEqual(right);
      expect(told(model, { states: states + 1 })).toEqual(
        told(whole(model), { states: states + 1 }),
      );
      expect(told(model, { steps })).toEqual(told(whole(model), { steps }));
      if (right.counts.states > 12) apart++;
    }),
    { numRuns: 400 },
  );
  expect(apart).toBeGreaterThan(30);
});

test("fewer calls are made than there are transitions", () => {
  let calls = 0;
  const ring = (name: string, side: Side): Operation<Pair> => {
    const { call, ...rest } = mover(name, side, [1, 2, 3, 4, 5, 0]);
    const counted: typeof call = (state) => {
      calls++;
      return call(state);
    };
    return { ...rest, call: counted };
  };
  const { states, transitions, depth } = explore<Pair>({
    initial: [0, 0],
    key: ([left, right]) => left * PLACES + right,
    operations: [ring("a", 0), ring("b", 1)],
    properties: [],
  });
  expect({ states, transitions, depth, calls }).toEqual({
    states: 36,
    transitions: 72,
    depth: 10,
    calls: 12,
  });
});

test("a hash that says nothing costs time, not answers", () => {
  const model: Model<Pair> = {
    initial: [0, 0],
    key: () => "never asked",
    alike: { hash: () => 7, equal: (a, b) => a[0] === b[0] && a[1] === b[1] },
    operations: [
      { name: "a", call: ([a, b]) => ({ state: [(a + 1) % 20, b], result: 0 }) },
      { name: "b", call: ([a, b]) => ({ state: [a, (b + a) % 20], result: 0 }) },
    ],
    properties: [],
  };
  expect(explore(model)).toMatchObject({ states: 400, transitions: 800 });
});
