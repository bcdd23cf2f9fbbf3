/** The stated sizes are the derived ones. Where one is not, the message says what to write. */
import { expect, test } from "vitest";
import { CATALOGUE } from "../src/catalogue/index.ts";
import { assertOn } from "../src/questions/assert.ts";
import { ASSERTIONS } from "../src/questions/predicates.ts";
import { RULES } from "../src/rules/index.ts";
import {
  exactPeers,
  legalMasksOf,
  legalUserMasksOf,
  linuxMasksOf,
  masksOf,
  REAL,
  STATED,
  total,
  userMasksOf,
} from "./spaces.ts";

const brokenOnReal = (id: string): number =>
  REAL.flatMap((cpu) => assertOn(cpu, ASSERTIONS.find((one) => one.id === id) ?? never(id))).reduce(
    (sum, { broken }) => sum + Number(broken),
    0,
  );
const never = (id: string) => {
  throw new Error(`no assertion ${id}`);
};

const derived = (): { [Name in keyof typeof STATED]: number | readonly string[] } => ({
  measured: REAL.length,
  hypothetical: CATALOGUE.filter((cpu) => cpu.hypothetical).map(({ id }) => id),
  rules: RULES.length,
  exact: exactPeers(),
  masks: total(masksOf),
  userMasks: total(userMasksOf),
  legal: total(legalMasksOf),
  legalUser: total(legalUserMasksOf),
  linux: total(linuxMasksOf),
  realMasks: total(masksOf, REAL),
  compactedExceeds: brokenOnReal("standard-covers"),
});

test("the stated sizes are those of the catalogue and the rules", () => {
  const found = derived();
  const wrong = (Object.keys(found) as (keyof typeof STATED)[])
    .filter((name) => JSON.stringify(found[name]) !== JSON.stringify(STATED[name]))
    .map((name) => `  ${name}: ${written(found[name])}, // was ${written(STATED[name])}`);
  if (wrong.length > 0) {
    throw new Error(
      `a processor or a rule more, or less? Then write in test/spaces.ts, STATED:\n${wrong.join("\n")}`,
    );
  }
});

const written = (value: number | readonly string[]): string =>
  typeof value === "number"
    ? value.toLocaleString("en-US").replaceAll(",", "_")
    : JSON.stringify(value);

test("no page more for the compacted format, on any mask of a measured processor", () => {
  expect(brokenOnReal("same-pages")).toBe(0);
});
