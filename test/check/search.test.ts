import { expect, test } from "vitest";
import { explore, exploring } from "../../src/check/explore.ts";
import { always, type Model, type Operation, sometimes } from "../../src/check/model.ts";
import { BOUNDS } from "../../src/check/search.ts";

/** Jugs of 3 and 5 litres: the 16 states on the rim of a 4 by 6 grid can be reached. */
type Jugs = readonly [small: number, large: number];

const pour = (name: string, to: (jugs: Jugs) => Jugs): Operation<Jugs> => ({
  name,
  call: (state) => ({ state: to(state), result: 0 }),
});

const JUGS: Model<Jugs> = {
  initial: [0, 0],
  key: ([small, large]) => small * 6 + large,
  operations: [
    pour("fill small", ([, l]) => [3, l]),
    pour("fill large", ([s]) => [s, 5]),
    pour("empty small", ([, l]) => [0, l]),
    pour("empty large", ([s]) => [s, 0]),
    pour("small to large", ([s, l]) => [Math.max(0, s + l - 5), Math.min(5, s + l)]),
    pour("large to small", ([s, l]) => [Math.min(3, s + l), Math.max(0, s + l - 3)]),
  ],
  properties: [
    always<Jugs>(
      "never four litres",
      ([, l]) => l !== 4,
      ([s]) => s,
    ),
    always<Jugs>("a jug is full or empty", ([s, l]) => s % 3 === 0 || l % 5 === 0),
    sometimes<Jugs>("two full jugs", ([s, l]) => s + l === 8),
    sometimes<Jugs>("nine litres", ([s, l]) => s + l === 9),
  ],
};

test("16 of 24 states of the jugs are reached, over 96 transitions", () => {
  const { states, transitions, complete, depth } = explore(JUGS);
  expect({ states, transitions, complete, depth }).toEqual({
    states: 16,
    transitions: 96,
    complete: true,
    depth: 7,
  });
});

test("always: the counterexample is the shortest trace, 6 operations for four litres", () => {
  const [four] = explore(JUGS).findings;
  expect(four?.holds).toBe(false);
  expect(four?.discovery?.trace.map(({ operation, after }) => [operation, after])).toEqual([
    ["fill large", [0, 5]],
    ["large to small", [3, 2]],
    ["empty small", [0, 2]],
    ["large to small", [2, 0]],
    ["fill large", [2, 5]],
    ["large to small", [3, 4]],
  ]);
  expect(four?.discovery?.state).toEqual([3, 4]);
});

test("always: the worst of all violating states is kept beside the first", () => {
  const [four] = explore({
    ...JUGS,
    properties: [
      always<Jugs>(
        "the large jug is empty",
        ([, l]) => l === 0,
        ([s, l]) => s + l,
      ),
    ],
  }).findings;
  expect(four?.discovery?.state).toEqual([0, 5]);
  expect(four?.discovery?.worst).toEqual({ shortfall: 8, state: [3, 5] });
});

test("always and sometimes: what holds is decided by closure", () => {
  const [, rim, full, nine] = explore(JUGS).findings;
  expect([rim?.holds, rim?.discovery]).toEqual([true, null]);
  expect([full?.holds, full?.discovery?.trace.length]).toEqual([true, 2]);
  expect([nine?.holds, nine?.discovery]).toEqual([false, null]);
});

test("a bound is reported, and what it hides is undecided", () => {
  const few = explore(JUGS, { ...BOUNDS, states: 5 });
  expect([few.states, few.complete]).toEqual([5, false]);
  expect(few.findings.map(({ holds }) => holds)).toEqual([null, null, true, null]);
  const short = explore(JUGS, { ...BOUNDS, steps: 5 });
  expect([short.complete, short.findings[0]?.holds]).toEqual([false, null]);
  const enough = explore(JUGS, { ...BOUNDS, steps: 6 });
  expect([enough.complete, enough.findings[0]?.holds]).toEqual([false, false]);
});

test("the initial state is judged too: a trace of no operation", () => {
  const { findings } = explore({
    ...JUGS,
    properties: [always<Jugs>("never empty", ([s, l]) => s + l !== 0)],
  });
  expect(findings[0]?.discovery?.trace).toEqual([]);
});

/** Two processes and one lock, taken in two looks: 3 x 3 places, both inside is a race. */
type Race = { readonly at: readonly [number, number]; readonly taken: boolean };

test("operations that cannot be called count nothing; failing ones count and change nothing", () => {
  const step = (who: 0 | 1): Operation<Race> => ({
    name: `step ${who}`,
    call: (state) => {
      const place = state.at[who];
      if (place === 2) return null;
      if (state.taken) return { state, result: -16 };
      const at: [number, number] = [...state.at];
      at[who] = place + 1;
      return { state: { at, taken: at[who] === 2 }, result: 0 };
    },
  });
  const { states, transitions, findings } = explore<Race>({
    initial: { at: [0, 0], taken: false },
    operations: [step(0), step(1)],
    key: ({ at, taken }) => `${at} ${taken}`,
    properties: [
      always<Race>("one inside", ({ at }) => at[0] + at[1] < 4),
      sometimes<Race>("second waits", ({ at, taken }) => taken && at[1] === 1),
    ],
  });
  // (0,0) (1,0) (0,1) (1,1) open, and (2,0) (0,2) (2,1) (1,2) taken.
  expect([states, transitions]).toEqual([8, 12]);
  expect(findings.map(({ holds }) => holds)).toEqual([true, true]);
});

test("a long search looks up now and then, so that it can be given up: every 512 states", () => {
  const count: Model<number> = {
    initial: 0,
    key: (n) => n,
    operations: [{ name: "next", call: (n) => (n < 20_000 ? { state: n + 1, result: 0 } : null) }],
    properties: [always<number>("below 20,000", (n) => n < 20_000)],
  };
  const seen: number[] = [];
  const work = exploring(count);
  let step = work.next();
  for (; !step.done; step = work.next()) seen.push(step.value);
  expect(seen).toEqual(Array.from({ length: 39 }, (_, i) => 512 * (i + 1)));
  expect([step.value.states, step.value.depth]).toEqual([20_001, 20_000]);
  expect(step.value.findings[0]?.discovery?.trace).toHaveLength(20_000);
});

test("of equal shortfalls the first state reached is told as the worst", () => {
  // 0 -> 1 -> 2 -> 3 -> 4, short by 0, 5, 7, 7, 6.
  const short = [0, 5, 7, 7, 6];
  const { findings } = explore<number>({
    initial: 0,
    operations: [{ name: "next", call: (n) => (n < 4 ? { state: n + 1, result: 0 } : null) }],
    key: (n) => n,
    properties: [
      {
        name: "nothing is short",
        kind: "always",
        holds: (n) => short[n] === 0,
        shortfall: (n) => short[n] ?? 0,
      },
    ],
  });
  expect(findings[0]?.discovery).toMatchObject({ state: 1, worst: { shortfall: 7, state: 2 } });
});

test("an operation that leaves the very state it was called in does not hide the next one", () => {
  const { states, transitions } = explore<number>({
    initial: 0,
    operations: [
      { name: "fail", call: (n) => ({ state: n, result: -1 }) },
      { name: "next", call: (n) => (n < 3 ? { state: n + 1, result: 0 } : null) },
    ],
    key: (n) => n,
    properties: [],
  });
  expect([states, transitions]).toEqual([4, 4 + 3]);
});
