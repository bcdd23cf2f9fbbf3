import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { synthetic } from "../processors.ts";
import { xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-bad-"));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const WIDE = file("wide.json", JSON.stringify(processorJson(synthetic(41))));
const SPOILED = file(
  "spoiled.json",
  JSON.stringify(processorJson(synthetic(3))).replace('"size":120', '"size":99999'),
);

test.each<readonly [string, string[], RegExp]>([
  ["help on nothing known", ["help", "cpu"], /help: "cpu" is no command and .*did you mean cpus\?/],
  ["nothing but two dashes", ["--"], /a command is missing/],
  ["an unknown command", ["sweeep"], /unknown command 'sweeep' \(did you mean sweep\?\)/],
  [
    "an unknown flag",
    ["sweep", "--universes", "3"],
    /unknown option '--universes' \(did you mean --universe/,
  ],
  ["no processor", ["layout"], /--cpu is missing: .*penryn.*sapphire-rapids/],
  [
    "an unknown processor",
    ["layout", "--cpu", "sapphire-rapid"],
    /"sapphire-rapid" is unknown \(did you mean sapphire-rapids\?\)/,
  ],
  [
    "an unknown rule",
    ["sweep", "--cpu", "zen-4", "--rule", "sdm-compact"],
    /--rule: .*did you mean sdm-compacted\?/,
  ],
  [
    "an unknown mask bit",
    ["layout", "0x100007", "--cpu", "zen-4"],
    /MASK: bit 20 names no state component of zen-4 \(known: 0-2, 5-7, 9, 11-12\)/,
  ],
  [
    "an unknown component",
    ["layout", "avx+pkrru", "--cpu", "zen-4"],
    /MASK: "pkrru" names no .*did you mean pkru\?/,
  ],
  [
    "a group the processor lacks",
    ["layout", "mpx", "--cpu", "zen-4"],
    /MASK: zen-4 has no MPX \(BNDREGS 3, BNDCSR 4\)/,
  ],
  ["a negative mask", ["layout", "--cpu", "zen-4", "--", "-7"], /MASK: a mask is not negative: -7/],
  [
    "a negative universe",
    ["sweep", "--cpu", "zen-4", "--universe", "-7"],
    /--universe: a mask is not negative/,
  ],
  ["no threads", ["sweep", "--cpu", "zen-4", "-j", "0"], /-j.*whole number from 1/],
  ["half a thread", ["sweep", "--cpu", "zen-4", "-j", "1.5"], /-j.*whole number from 1/],
  [
    "an unknown figure",
    ["sweep", "--cpu", "zen-4", "--only", "sums"],
    /--only: "sums".*did you mean sum\?/,
  ],
  [
    "an unknown method",
    ["sweep", "--cpu", "zen-4", "--method", "fast"],
    /exhaustive, symbolic, both/,
  ],
  ["a universe too wide", ["sweep", "--cpu", WIDE], /2\^41 masks.*use --method symbolic/],
  ["a folder", ["layout", "--cpu", folder], /a folder, not a file/],
  ["a missing file", ["layout", "--cpu", join(folder, "none.json")], /no such file/],
  ["a file of something else", ["layout", "--cpu", file("text.json", "XCR0 is 7")], /text\.json: /],
  ["overlapping components", ["layout", "--cpu", SPOILED], /overlap in the standard format/],
  ["an output that is a folder", ["sweep", "--cpu", "zen-4", "-o", folder], /--output: .*a folder/],
  [
    "an output in no folder",
    ["sweep", "--cpu", "zen-4", "-o", join(folder, "a/b")],
    /--output: .*no such folder/,
  ],
  [
    "sizes of the symbolic engine",
    ["sweep", "--cpu", "zen-4", "--method", "symbolic", "-o", join(folder, "x")],
    /no sizes to write/,
  ],
  [
    "one file for all",
    ["sweep", "--cpu", "all", "-o", join(folder, "x")],
    /one processor, not of all/,
  ],
  ["too many operands", ["layout", "7", "8", "--cpu", "zen-4"], /too many arguments/],
])("%s: one clear sentence, exit 2, nothing printed or written", (_, args, message) => {
  const before = readdirSync(folder);
  const { code, out, err } = xsweep(args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/^xsweep: /);
  expect(err).toMatch(message);
  expect(err.trimEnd().split("\n").length).toBe(1);
  expect(readdirSync(folder)).toEqual(before);
});

test("a stack only with --debug", () => {
  const args = ["layout", "--cpu", "nope"];
  expect(xsweep(args).err).not.toContain("    at ");
  expect(xsweep([...args, "--debug"]).err).toContain("    at ");
});

test("always: any words end in exit 0 or 2, with at most four lines of complaint", () => {
  const words = fc.array(
    fc.oneof(
      fc.constantFrom(
        "layout",
        "cpus",
        "rules",
        "--cpu",
        "zen-4",
        "--json",
        "0x7",
        "avx",
        "--",
        "-",
      ),
      fc.string().filter((word) => !word.includes("\0")),
    ),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(words, (args) => {
      const { code, err } = xsweep(args);
      return code === 0 || (code === 2 && err.trimEnd().split("\n").length <= 4);
    }),
    { numRuns: 25 },
  );
  // 25 processes, on a machine that may be busy.
});
