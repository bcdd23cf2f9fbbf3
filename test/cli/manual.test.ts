/** The manual page says all that the help says, and roff has nothing against it. */
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { flagOf } from "../../src/cli/flags.ts";
import { escaped, manualPage } from "../../src/cli/manual.ts";

const page = manualPage("2026-12-01");

test("it has every command and every flag that a help shows", () => {
  for (const { name, flags } of COMMANDS) {
    expect(page).toContain(`\n.SS \\fBxsweep ${name}`);
    for (const { flags: words, hidden } of flags.map(flagOf)) {
      if (!hidden) expect(page).toContain(`\n\\fB${escaped(words)}\\fR\n`);
    }
  }
});

const FORMATTER = ["-man", "-Tutf8", "-ww", "-z"];
const hasGroff = spawnSync("groff", ["--version"]).status === 0;

test("groff has no warning", () => {
  if (!hasGroff) return console.warn("no groff here: the page is not formatted");
  const { status, stderr } = spawnSync("groff", FORMATTER, { input: page, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

test("always: a text comes out of roff as it went in", () => {
  if (!hasGroff) return console.warn("no groff here: texts are not formatted");
  const printable = fc.string({
    minLength: 1,
    maxLength: 40,
    unit: fc.constantFrom(...".'\\-ab`~^\"$"),
  });
  fc.assert(
    fc.property(printable, (text) => {
      const { stdout } = spawnSync("groff", ["-Tascii", "-P-cbou"], {
        input: `.nf\n${escaped(text)}\n`,
        encoding: "utf8",
      });
      expect(stdout.trimEnd()).toBe(text.trimEnd());
    }),
    { numRuns: 30 },
  );
});
