/** The README: it opens with two commands that work, and every block of it is run. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { spawned } from "./cli/run.ts";
import { holds } from "./pages/held.ts";
import { blocksOf, page, ROOT } from "./pages/page.ts";
import { sessionsOf } from "./pages/session.ts";
import { PROCESSORS } from "./spaces.ts";

const README = page("README.md");
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

test("it opens with one sentence and the two commands", () => {
  const [title, sentence] = README.text.split("\n\n");
  expect([title, sentence]).toEqual([
    "# xsweep",
    "Every XSAVE layout, computed; every claim about them, checked.",
  ]);
  expect(blocksOf(README, "sh")[0]).toBe("npm ci && npm start\nnpm cit\n");
  expect(sessionsOf(README).length).toBeGreaterThan(1);
});

test("npm start: a line for every processor, engines agree", () => {
  const [node, , ...args] = manifest.scripts.start.split(" ");
  expect([node, args[0]]).toEqual(["node", "sweep"]);
  const { code, out } = spawned(args);
  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split("\n")
      .filter((line) => / agree$/.test(line)).length,
  ).toBe(PROCESSORS);
  // One honest total, of all from the first to the last.
  expect(out).toMatch(
    /\n\n\d+ processors, [\d,]+ masks, evaluated and counted, in \d+\.\d\d s; hypothetical:/,
  );
});

holds(README);
