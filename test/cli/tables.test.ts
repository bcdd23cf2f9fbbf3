/** `--to csv|markdown|json|jsonl` on the commands that print a table. */
import { expect, test } from "vitest";
import { xsweep } from "./run.ts";

const TABLES = [
  ["cpus", []],
  ["rules", []],
  ["formats", []],
  ["find", ["--size", "2696", "--cpu", "skylake-sp"]],
] as const;

test.each(TABLES)(
  "%s: as many rows in each form, and jsonl is the rows of --json",
  (name, args) => {
    const run = (...more: string[]) => {
      const { out, err } = xsweep([name, ...args, ...more]);
      expect(err).toBe("");
      return out;
    };
    const document = run("--json");
    expect(run("--to", "json")).toBe(document);
    const rows = Object.values(JSON.parse(document)).find(Array.isArray) as object[];
    const lines = run("--to", "jsonl").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
    const csv = run("--to", "csv").trimEnd().split("\n");
    const markdown = run("--to", "markdown").trimEnd().split("\n");
    expect(markdown.length).toBe(csv.length + 1);
    expect(csv.length).toBe(run().trimEnd().split("\n").length);
  },
);

test("--json with another form is refused", () => {
  expect(xsweep(["cpus", "--json", "--to", "csv"])).toEqual({
    code: 2,
    out: "",
    err: "xsweep: --json and --to csv: one form of output, please\n",
  });
});
