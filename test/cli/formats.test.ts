import { expect, test } from "vitest";
import { FORMAT_NAMES } from "../../src/read/index.ts";
import { json, xsweep } from "./run.ts";

test("every format that can be named is listed, a row each, as --read-as takes it", () => {
  const { code, out, err } = xsweep(["formats"]);
  const [head = "", ...rows] = out.trimEnd().split("\n");
  expect(head).toMatch(/^FORMAT +WHAT +SAMPLE$/);
  expect(rows.map((row) => row.split(" ")[0])).toEqual([...FORMAT_NAMES.keys()]);
  expect([code, err]).toEqual([0, ""]);
  const { schema, formats } = json<{ schema: string; formats: Record<string, string>[] }>([
    "formats",
  ]);
  expect(schema).toBe("xsweep/formats@1");
  expect(formats.map(({ name, summary }) => [name, summary])).toEqual([...FORMAT_NAMES]);
});

test("the sample that is shown is read as its format", () => {
  const { formats } = json<{ formats: Record<string, string>[] }>(["formats"]);
  const row = formats.find(({ name }) => name === "aida64")?.sample ?? "";
  const { code, out } = xsweep(["explain", "-", "--read-as", "aida64"], `${row}\n`);
  expect([code, out.split(":")[0]]).toEqual([0, "consistent"]);
});

test("a pattern leaves those that say it", () => {
  const { out } = xsweep(["formats", "AIDA"]);
  expect(
    out
      .trimEnd()
      .split("\n")
      .map((row) => row.split(" ")[0]),
  ).toEqual(["FORMAT", "aida64"]);
  const none = xsweep(["formats", "no such thing"]);
  expect([none.code, none.err]).toEqual([2, expect.stringMatching(/^xsweep: PATTERN: [^\n]+\n$/)]);
});
