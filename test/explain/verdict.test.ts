/** The answer in one line, and the exit code that goes with it. */
import { expect, test } from "vitest";
import { fits, misfit, undecided } from "../../src/explain/check.ts";
import { verdictCode, verdictOf } from "../../src/explain/verdict.ts";

const good = fits("ECX", 832, "as it is", []);
const bad = misfit("EBX", 10704, 10752, { cause: "unexplained", explainedBy: [], detail: "no" });
const open = undecided("EAX", null, "not in the file");

test.each([
  [[good], "consistent: 1 of 1 numbers fit"],
  [[good, open], "consistent: 1 of 2 numbers fit; 1 cannot be judged"],
  [[bad, good], "not consistent: EBX 10704: no"],
  [[bad, bad], "not consistent: EBX 10704: no (and 1 more)"],
  [[bad, bad, bad, open], "not consistent: EBX 10704: no (and 2 more); 1 cannot be judged"],
  [[open], "cannot be judged: EAX: not in the file"],
  [[], "cannot be judged: it reports no totals"],
] as const)("%#: %s", (checks, verdict) => {
  expect(verdictOf(checks)).toBe(verdict);
});

test("1 before 3, 3 where nothing is judged, 0 where all that could be fits", () => {
  expect(verdictCode([[good, open], [bad]])).toBe(1);
  expect(verdictCode([[open], []])).toBe(3);
  expect(verdictCode([[open], [good]])).toBe(0);
});
