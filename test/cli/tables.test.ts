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
    const rows = Object.values(JSON.parse(document)).filter(Array.isArray).flat() as object[];
    const lines = run("--to", "jsonl").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
    const csv = run("--to", "csv").trimEnd().split("\n");
    const markdown = run("--to", "markdown").trimEnd().split("\n");
    expect(markdown.length).toBe(csv.length + 1);
    expect(csv.length).toBe(run().trimEnd().split("\n").length);
  },
);

// biome-ignore lint/suspicious/noExplicitAny: any document
type Rows = readonly any[];
const each = (rows: Rows): number => rows.length;

/** Tables with more around them on a terminal: what of the document has the rows, how many the table. */
test.each([
  ["limits", [], "limits", each],
  ["limits", ["minsigstksz"], "limits", ([one]: Rows) => one.processors.length],
  ["diff", ["--matrix", "--cpu", "zen-4"], "rows", each],
  ["diff", ["--rule", "kvm-5.16-compacted", "--cpu", "all"], "diffs", each],
  ["migrate", ["--cpu", "zen-4", "--cpu", "ice-lake-sp"], "withoutXss", each],
  ["migrate", ["--proof", "--cpu", "zen-4", "--cpu", "ice-lake-sp"], "pairs", () => 2],
  ["sweep", ["--cpu", "all"], "sweeps", (rows: Rows) => 2 * rows.length],
  ["sweep", ["--cpu", "zen-4", "--assert", "same-pages", "--assert", "fits-9"], "assertions", each],
  [
    "kernel",
    ["--cpu", "all"],
    "kernels",
    (rows: Rows) => rows.length + rows.filter(({ permitted }) => permitted).length,
  ],
  [
    "kernel",
    ["--cpu", "all", "--changed"],
    "cpus",
    (rows: Rows) => rows.flatMap(({ numbers }) => numbers).flatMap(({ changes }) => changes).length,
  ],
] as const)(
  "%s %j: --to jsonl has the rows of %s, csv and markdown those of the table",
  (...row) => {
    const [name, args, key, count] = row;
    const run = (...more: string[]) => {
      const { out, err, code } = xsweep([name, ...args, ...more]);
      expect([err, code === 2]).toEqual(["", false]);
      return out;
    };
    const timeless = (text: string) =>
      JSON.parse(text, (field, value) =>
        field === "seconds" || field === "masksPerSecond" ? 0 : value,
      );
    const rows = timeless(run("--json"))[key] as Rows;
    expect(run("--to", "jsonl").trimEnd().split("\n").map(timeless)).toEqual(rows);
    const csv = run("--to", "csv").trimEnd().split("\n");
    expect(csv.length - 1).toBe(count(rows));
    const heads = csv[0]?.split(",") ?? [];
    expect(new Set(heads).size).toBe(heads.length);
    expect(run("--to", "markdown").trimEnd().split("\n").length - 2).toBe(count(rows));
  },
);

test("one mask's images and one kernel are tables of their own", () => {
  expect(
    xsweep(["migrate", "0x7", "--cpu", "zen-4", "--cpu", "ice-lake-sp", "--to", "csv"]).out,
  ).toMatch(/^,,ALL OF IT[^\n]*\nstandard image,XRSTOR,fine,8,0,0\ncompacted image,/);
  expect(xsweep(["kernel", "--cpu", "zen-4", "--to", "csv"]).out).toBe(
    "PROCESSOR,TASK,GUEST,KVM IMAGE,FRAME,32-BIT,AT_MINSIGSTKSZ\nzen-4,2456,2480,4096,2976,3376,3376\n",
  );
  expect(xsweep(["sweep", "--verify", "x", "--to", "csv"]).err).toBe(
    "xsweep: --verify and --to csv: there is no table, only --json\n",
  );
});

test("--json with another form is refused", () => {
  expect(xsweep(["cpus", "--json", "--to", "csv"])).toEqual({
    code: 2,
    out: "",
    err: "xsweep: --json and --to csv: one form of output, please\n",
  });
});
