/** explain and import of several files and of folders. */
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { interrupted, xsweep } from "./run.ts";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const CPUID = fixture("zen-4-guest.cpuid.txt");
const LOG = fixture("zen-4-guest.dmesg.txt");
const WRONG = "x86/fpu: XSAVE consistency problem: size 10752 != kernel_size 10704\n";
const folder = mkdtempSync(join(tmpdir(), "xsweep-files-"));
const at = (name: string) => join(folder, name);
mkdirSync(at("all/under"), { recursive: true });
mkdirSync(at("empty"));
for (const [name, content] of [
  ["all/b.txt", CPUID],
  ["all/a.txt", LOG],
  ["all/under/wrong.txt", WRONG],
  ["all/z.txt", "no dump at all\n"],
  ["all/.hidden", "hidden\n"],
] as const) {
  writeFileSync(at(name), content);
}
symlinkSync(at("all"), at("all/circle"));

/** The first two columns of a table. */
const firstColumns = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/ {2,}/).slice(0, 2).join("|"));

test("more than three files are a table, the verdict first, a bad one a row with its reason", () => {
  const { code, out, err } = xsweep(["explain", at("all")]);
  expect(firstColumns(out)).toEqual([
    "VERDICT|FILE",
    `consistent|${at("all/a.txt")}`,
    `consistent|${at("all/b.txt")}`,
    `not consistent|${at("all/under/wrong.txt")}`,
    `not read|${at("all/z.txt")}`,
  ]);
  expect(out).toMatch(/z\.txt +- +- +no format is recognised: [^\n()]+\n$/);
  expect(out).toMatch(/wrong\.txt +dmesg .*10752/);
  expect([code, err]).toEqual([2, "xsweep: 4 files: 2 consistent, 1 not consistent, 1 not read\n"]);
});

test("--json prints a document per file, as of the file alone, in the order of the table", () => {
  const { code, out } = xsweep(["explain", at("all"), "--json"]);
  const lines = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ schema, file }) => [schema, file])).toEqual(
    ["a.txt", "b.txt", "under/wrong.txt", "z.txt"].map((name) => [
      "xsweep/explain@1",
      at(`all/${name}`),
    ]),
  );
  const { file, ...rest } = lines[1];
  expect(rest).toEqual(JSON.parse(xsweep(["explain", at("all/b.txt"), "--json"]).out));
  expect(Object.keys(lines[3])).toEqual(["schema", "file", "error"]);
  expect([code, file]).toEqual([2, at("all/b.txt")]);
});

test("up to three are each told in full, below their name", () => {
  const [a, b] = [at("all/a.txt"), at("all/b.txt")];
  const { code, out } = xsweep(["explain", b, a]);
  const [one, two] = [b, a].map((file) => `${file}:\n${xsweep(["explain", file]).out}`);
  expect([code, out]).toEqual([0, `${one}\n${two}`]);
});

test.each([
  ["all fit", ["all/a.txt", "all/b.txt"], 0],
  ["one cannot be judged", ["all/a.txt", "open.json"], 3],
  ["one is not consistent", ["open.json", "all/under/wrong.txt", "all/b.txt"], 1],
  ["one is not there", ["all/under/wrong.txt", "none.txt", "all/b.txt"], 2],
  ["a folder is empty", ["all/b.txt", "empty"], 2],
])("the exit code is that of the worst: %s", (_, names, expected) => {
  // A processor file reports no totals: nothing to judge.
  writeFileSync(at("open.json"), xsweep(["import", "zen-4"]).out);
  const { code, err } = xsweep(["explain", "-q", ...names.map(at)]);
  expect(code).toBe(expected);
  // What was not read is said to those too who want to hear of errors only.
  if (expected === 2)
    expect(err).toMatch(/^xsweep: \S+: (no such file|a folder without a file)\n$/);
  else expect(err).toBe("");
});

test("import: a table of many, a processor per line with --json and of few, reasons on stderr", () => {
  const many = xsweep(["import", at("all")]);
  expect(firstColumns(many.out)).toEqual([
    "VERDICT|FILE",
    `read|${at("all/a.txt")}`,
    `read|${at("all/b.txt")}`,
    `not read|${at("all/under/wrong.txt")}`,
    `not read|${at("all/z.txt")}`,
  ]);
  expect(many.code).toBe(2);
  const lines = xsweep(["import", "-q", "--json", at("all")]);
  const ids = lines.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).source);
  expect(ids).toEqual([`${at("all/a.txt")} (dmesg)`, `${at("all/b.txt")} (cpuid-r)`]);
  expect([lines.code, lines.err.split("\n").length - 1]).toEqual([2, 2]);
  const few = xsweep(["import", "zen-4", at("all/b.txt")]);
  expect([
    few.code,
    few.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id),
  ]).toEqual([0, ["zen-4", "amd-epyc"]]);
});

test("what is about one file, or would be read twice, is refused", () => {
  const [a, b] = [at("all/a.txt"), at("all/b.txt")];
  for (const [args, reason] of [
    [["import", a, b, "--id", "x"], /--id is about one processor/],
    [["import", at("all"), "--to", "catalogue"], /--to is about one processor/],
    [["explain", "-", "-"], /- is given twice/],
  ] as const) {
    const { code, out, err } = xsweep(args);
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(reason)]);
  }
});

test("a signal ends it between two files", async () => {
  mkdirSync(at("long"));
  for (let i = 0; i < 3000; i++) symlinkSync(at("all/b.txt"), at(`long/${i}`));
  const { code, out, err } = await interrupted(["explain", at("long"), at("long"), at("long")]);
  expect([code, out, err]).toEqual([130, "", "xsweep: interrupted\n"]);
});
