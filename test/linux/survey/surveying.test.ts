import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { runSurvey } from "../../../src/linux/survey/run.ts";
import { surveyPlan } from "../../../src/linux/survey/survey.ts";
import { surveying } from "../../../src/linux/survey/surveying.ts";

const ZEN_4 = processor("zen-4");
const VERSIONS = [version("linux-5.16"), version("linux-6.17")];

// Each component dynamic: a row is one part. All as they are: a row is two, to be added up.
test.each([
  [{ dynamic: "each" }, VERSIONS.length * 5 * 64],
  [{}, VERSIONS.length * 128],
] as const)("%o: what the survey over threads says, and how far it is", async (options, all) => {
  const plan = surveyPlan(ZEN_4, VERSIONS, options);
  const parts = await runSurvey(plan, { threads: 1 });
  const work = surveying(ZEN_4, VERSIONS, options);
  const done: number[] = [];
  let step = work.next();
  for (; !step.done; step = work.next()) done.push(step.value);
  expect(done.slice(0, 3)).toEqual([64, 128, 192]);
  expect(done.at(-1)).toBe(all);
  expect(step.value.map(({ kernel, dynamic }) => [kernel, dynamic])).toEqual(
    plan.rows.map((row) => [row.version.id, row.dynamic]),
  );
  const found = step.value.map(({ masks, states, properties }) => ({ masks, states, properties }));
  const wanted = parts.map(({ masks, states, tallies }) => ({
    masks,
    states,
    properties: tallies.map((tally, p) => {
      const { name, id } = plan.properties[p] as (typeof plan.properties)[number];
      return { name, id, ...tally };
    }),
  }));
  expect(found).toEqual(wanted);
});

test("given up it does no more; an option that it does not know is refused", () => {
  const work = surveying(ZEN_4, VERSIONS);
  expect(work.next()).toEqual({ done: false, value: 64 });
  work.return([]);
  expect(work.next()).toEqual({ done: true, value: undefined });
  expect(() => surveying(ZEN_4, VERSIONS, { legl: true } as object).next()).toThrow(
    /"legl" is no option of surveying/,
  );
  expect(() => surveying(ZEN_4, VERSIONS, { dynamic: 4 } as object).next()).toThrow(
    /dynamic.*each/,
  );
});
