/** The text of a check: its first line is the verdict, a vCPU that is gone is one word. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { type CheckOptions, check } from "../../../src/linux/check.ts";
import { NEWEST, VERSIONS, version } from "../../../src/linux/kernel/version.ts";
import { checksText, checkText } from "../../../src/write/text/check.ts";

const SPR = processor("sapphire-rapids");
const text = (kernel: string, options: CheckOptions = {}) =>
  checkText(SPR, version(kernel), check(SPR, version(kernel), options), 400);
const verdict = (kernel: string, options: CheckOptions = {}) =>
  text(kernel, options).split("\n")[0];

test.each([
  [
    "linux-6.18",
    "9 of 15 promises hold; 2 broken by design (P4, B6); 4 broken, no fix known (B5, B7, B8, B9)",
  ],
  [
    "linux-5.18",
    "6 of 15 promises hold; 3 bugs fixed later (P1 in 6.16, B4 in 6.16, S5 in 6.4); 2 broken by design (P4, B6); 4 broken, no fix known (B5, B7, B8, B9)",
  ],
  [
    "mail-v6-preserve",
    "8 of 15 promises hold; 2 broken by design (P4, B6); 1 broken by this proposal alone (B4); 4 broken, no fix known (B5, B7, B8, B9)",
  ],
])("%s: %s", (kernel, expected) => {
  expect(verdict(kernel)).toBe(expected);
});

test("undecided promises are no part of what holds", () => {
  const bounds = { states: 20, steps: Number.POSITIVE_INFINITY };
  const line = verdict("linux-6.18", { bounds });
  const { verdict: counted, properties } = check(SPR, NEWEST, { bounds });
  const ids = properties.filter(({ holds }) => holds === null).map(({ id }) => id);
  expect(line).toMatch(/^0 of 15 promises hold; /);
  expect(line?.endsWith(`; ${counted.undecided} undecided (${ids.join(", ")})`)).toBe(true);
});

test("a broken promise says what became of it", () => {
  const page = text("linux-5.18");
  expect(page).toContain(
    "\n  fixed in 6.4: stops reporting XTILECFG without XTILEDATA (55cd57b596e8)\n",
  );
  expect(page).toMatch(/P4 .*BROKEN[\s\S]*?\n {2}by design: permissions are inherited on fork/);
});

test("after FORK the fields of the vCPU are one line", () => {
  const fork = /2\. FORK = 0\n((?: {9}.*\n?)+)/.exec(text("linux-6.18"))?.[1] ?? "";
  expect(
    fork
      .trim()
      .split("\n")
      .map((line) => line.trim()),
  ).toEqual(["ownVcpu  yes -> no", "vcpu: gone"]);
});

test("versions side by side: the newest in words, and each row its count", () => {
  const reports = VERSIONS.map((kernel) => check(SPR, kernel));
  const page = checksText(SPR, reports, { columns: 80, tableColumns: 80 });
  expect(page).toMatch(/^linux-6\.18: 9 of 15 promises hold; /);
  for (const { kernel, verdict: counted } of reports.filter(({ kernel: id }) => id.length < 12)) {
    expect(page).toMatch(new RegExp(`\\n${kernel} +${counted.hold} `));
  }
  expect(page).toMatch(/P2 +state-size-matches-perm +fixed in 5\.18 \(063452fd94d1\)/);
  expect(page.split("\n").filter((line) => line.length > 80)).toEqual([]);
});
