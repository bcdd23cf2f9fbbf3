/** On a terminal: tables and progress no wider than it, and help in one place. */
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { ioOn } from "../../src/cli/io.ts";
import { runProgram } from "../../src/cli/program.ts";
import { reporter } from "../../src/cli/progress.ts";
import type { Surroundings } from "../../src/cli/surroundings.ts";
import { table } from "../../src/write/text/table.ts";
import { xsweep } from "./run.ts";

/** A terminal of so many columns, and what was written on it. */
function terminal(columns: number): { around: Surroundings; out: () => string; err: () => string } {
  let [out, err] = ["", ""];
  const around: Surroundings = {
    put: (text) => (out += text),
    draw: (text) => (err += text),
    input: async () => new Uint8Array(),
    chunks: async function* () {},
    listen: () => new AbortController().signal,
    endedBy: () => undefined,
    env: {},
    stdout: { isTerminal: true, columns },
    stderr: { isTerminal: true, columns },
  };
  return { around, out: () => out, err: () => err };
}

test.each([
  [80, ["cpus"]],
  [72, ["cpus"]],
  [114, ["cpus", "--long"]],
  [80, ["rules"]],
  [100, ["rules", "--long"]],
  [80, ["find", "--size", "2696", "--legal"]],
  [150, ["find", "--size", "2696"]],
] as const)("%i columns: xsweep %s", async (columns, args) => {
  const { around, out } = terminal(columns);
  await runProgram(args, around);
  const wide = out()
    .split("\n")
    .find((line) => line.length > columns);
  if (wide !== undefined) throw new Error(`${wide.length} columns: ${wide}`);
  expect(out().split("\n").length).toBeGreaterThan(2);
});

/** Every example that reads no file and ends soon, and the tables that have none. */
const EXAMPLES = [
  ...COMMANDS.flatMap(({ examples }) => examples ?? []).filter(
    (line) =>
      !/bench|verify|explore|report|find --size|host\b|completion|--every-|--to |--json|--proof|\.\w+\b.*(?:json|bin|log|txt|core|img|bz2|gz)|[<>|]| -( |$)/.test(
        line,
      ),
  ),
  ...["xsweep diff --cpu all --rule kvm-5.16-compacted", "xsweep limits minsigstksz"],
  ...["xsweep migrate --proof --cpu zen-4 --cpu ice-lake-sp", "xsweep kernel --cpu all --changed"],
  ...["xsweep help masks", "xsweep help cpus", "xsweep help exit", "xsweep claims C12"],
];

test("80 columns: no line of any example is wider, but for commands to paste", async () => {
  let lines = 0;
  for (const example of EXAMPLES) {
    const { around, out } = terminal(80);
    await runProgram(example.split(" ").slice(1), around);
    for (const line of out().split("\n")) {
      lines++;
      if (line.length > 80 && !line.includes(": xsweep ")) {
        throw new Error(`${example}: ${line.length} columns: ${line}`);
      }
    }
  }
  expect(lines).toBeGreaterThan(500);
});

test.each([
  ["cpus", "--long"],
  ["limits"],
  ["find", "--size", "2696"],
  ["sgx"],
  ["rules", "--long"],
  ["layout", "--cpu", "sapphire-rapids"],
  ["xrstor", "--cpu", "zen-4", "--from", "ice-lake-sp", "--xstate-bv", "0x2e7"],
])("40 columns: %s %s: a row becomes a block, nothing is cut", async (...args) => {
  const whole = terminal(1000);
  const narrow = terminal(40);
  const asked = args[0] === "sgx" ? [...args, "--cpu", "sapphire-rapids"] : args;
  await runProgram(asked, whole.around);
  await runProgram(asked, narrow.around);
  const wide = narrow
    .out()
    .split("\n")
    .find((line) => line.length > 40);
  if (wide !== undefined) throw new Error(`${wide.length} columns: ${wide}`);
  // A head stands in every block, so there is more; each word of the table is there still, but where
  // pages begin, for which the map has no room.
  const missing = whole
    .out()
    .split(/\s+/)
    .filter(
      (word) =>
        word.length <= 9 && /[^A-Z:]/.test(word) && word !== "page" && !narrow.out().includes(word),
    );
  expect(missing).toEqual([]);
});

test("where stdout is no terminal a row stays a line", () => {
  const { out } = xsweep(["cpus", "--long"]);
  expect(out.trimEnd().split("\n").length).toBe(
    JSON.parse(xsweep(["cpus", "--json"]).out).cpus.length + 1,
  );
});

test("a table loses no character by being fitted", () => {
  const rows = [
    ["a", "some words and a/path/that-is-long:and@wide", "12"],
    ["b", "x".repeat(50), "3"],
  ];
  const squeezed = (text: string) => text.replaceAll(/\s/g, "").split("").sort().join("");
  for (let columns = 13; columns < 80; columns++) {
    const text = table(["left", "left", "right"], [["", "", ""], ...rows], columns);
    expect(squeezed(text)).toBe(squeezed(rows.flat().join("")));
    expect(Math.max(...text.split("\n").map((l) => l.length))).toBeLessThanOrEqual(columns);
  }
});

test("progress is cut to the terminal, and --quiet has none", async () => {
  const { around, err } = terminal(30);
  const progress = { done: 12_345_678, total: 2 ** 40, masksPerSecond: 3.5e9, eta: 314 };
  const { update, done } = reporter(ioOn(around, {}));
  await new Promise((resolve) => setTimeout(resolve, 120));
  update(progress);
  done();
  const [before, drawn = "", after] = err().split("\r\x1b[K");
  expect([before, after]).toEqual(["", ""]);
  expect(drawn).toMatch(/^12,345,678 of /);
  expect(drawn.length).toBeLessThan(30);
  const quiet = terminal(30);
  const io = ioOn(quiet.around, { quiet: true });
  expect(io.interactive).toBe(false);
  io.note("xsweep: a remark");
  expect(quiet.err()).toBe("");
});

test("-q: no remarks, but errors", () => {
  const noted = ["layout", "--cpu", "zen-4:0x602e7"];
  expect(xsweep(noted).err).toMatch(/has no 0x60000: ignored/);
  expect(xsweep([...noted, "-q"])).toMatchObject({ code: 0, err: "" });
  expect(xsweep(["layout", "--cpu", "nothing-such", "-q"]).err).toMatch(/^xsweep: --cpu:/);
});

test("xsweep alone is a question: the help, on stdout, 0", () => {
  const alone = xsweep([]);
  expect(alone).toEqual(xsweep(["--help"]));
  expect(alone).toMatchObject({ code: 0, err: "" });
  expect(xsweep(["help"]).out).toBe(alone.out);
});

test("what the help says to see is there", () => {
  let seen = 0;
  for (const { name } of COMMANDS) {
    const { out } = xsweep([name, "--help"]);
    const [, rows = ""] = out.split("See also:\n");
    for (const [, args = ""] of rows.matchAll(/^ {2}xsweep ((?:help )?[a-z]+) /gm)) {
      const words = args.split(" ");
      const { code } = xsweep(words[0] === "help" ? words : [...words, "--help"]);
      if (code !== 0) throw new Error(`${name} says: see ${args}`);
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(10);
});

test("help on every topic and every command", () => {
  expect(xsweep(["help", "masks"]).out).toMatch(/@xcr0-amx/);
  expect(xsweep(["help", "cpus"]).out).toMatch(/CPU:MASK[\s\S]*sapphire-rapids/);
  expect(xsweep(["help", "exit"]).out).toMatch(/129, 130, 143/);
  for (const { name } of COMMANDS) {
    // `help cpus` is how a CPU is named.
    if (name === "cpus") continue;
    expect(xsweep(["help", name]).out).toBe(xsweep([name, "--help"]).out);
  }
});
