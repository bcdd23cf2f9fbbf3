/** Inputs without an end, or beyond what a string holds: refused in words, soon. */
import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { spawned, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-limits-"));
const HUGE = join(folder, "huge.json");
writeFileSync(HUGE, "");
truncateSync(HUGE, 3e9);

const WORDS = "of input: cut it to the lines in question, or raise --max-input";

test.each([
  ["explain", HUGE],
  ["import", HUGE],
  ["layout", "--cpu", HUGE],
  ["sweep", "--cpu", "zen-4", "--rule", HUGE],
  ["check", "--kernel", HUGE],
  ["kernel", "--kernel", HUGE],
])("xsweep %s %s %s: a file of 3 GB", (...args) => {
  const { code, out, err } = xsweep(args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(new RegExp(`^xsweep: .*huge\\.json: more than 512000000 bytes ${WORDS}\\n$`));
});

test.each([
  ["explain", "/dev/zero"],
  ["layout", "--cpu", "/dev/zero"],
  ["check", "--kernel", "/dev/zero"],
])("xsweep %s %s %s: a device without an end", (...args) => {
  const { code, err } = xsweep([...args, "--max-input", "2M"]);
  expect(code).toBe(2);
  expect(err).toMatch(new RegExp(`/dev/zero: more than 2000000 bytes ${WORDS}\\n$`));
});

test("stdin, a folder as a file, a number that is none", () => {
  const { code, err } = spawned(["explain", "-", "--max-input", "1K"], "x".repeat(5000));
  expect([code, err]).toEqual([2, `xsweep: stdin: more than 1000 bytes ${WORDS}\n`]);
  expect(xsweep(["image", folder]).err).toBe(`xsweep: ${folder}: a folder, not a file\n`);
  expect(xsweep(["explain", HUGE, "--max-input", "lots"]).err).toMatch(/a number of bytes/);
});
