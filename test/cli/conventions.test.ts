import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { synthetic } from "../processors.ts";
import { BIN, interrupted, spawned, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-cli-"));
const wide = join(folder, "wide.json");
writeFileSync(wide, JSON.stringify(processorJson(synthetic(36))));

test("--version and --help go to stdout; help opens with examples", () => {
  expect(spawned(["--version"])).toMatchObject({ code: 0, out: "0.1.0\n", err: "" });
  const { code, out } = spawned(["--help"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^Examples:\n( {2}xsweep .*\n){3}/);
  expect(spawned(["sweep", "--help"]).out).toMatch(/^Examples:\n/);
});

test.each([
  ["cpus", /^ID .*\n0\n$/],
  ["sweep --cpu all", /^PROCESSOR .*\n0\n$/],
  ["--help", /^Examples:\n0\n$/],
])("%s | head: a reader that has enough is no error", (args, shown) => {
  const command = `"${process.execPath}" "${BIN}" ${args} | head -1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  expect(stdout).toMatch(shown);
  expect(stderr).toBe("");
});

test("Ctrl-C in the middle: exit 130, one line, no output, nothing left behind", async () => {
  const file = join(folder, "sizes");
  const parts = () => readdirSync(folder).filter((name) => name !== "wide.json");
  const { code, out, err } = await interrupted(
    ["sweep", "--cpu", wide, "-o", file],
    () => parts().length > 0,
  );
  expect([code, out, err]).toEqual([130, "", "xsweep: interrupted\n"]);
  expect(parts()).toEqual([]);
});

test("Ctrl-C stops worker threads too", async () => {
  const { code, out } = await interrupted(["sweep", "--cpu", wide, "--json"]);
  expect([code, out]).toEqual([130, ""]);
});

test("- reads the processor from stdin", () => {
  const text = JSON.stringify(processorJson(synthetic(4)));
  const { code, out } = spawned(["layout", "--cpu", "-"], text);
  expect(code).toBe(0);
  expect(out).toMatch(/^synthetic-4: 4 components \(hypothetical\)\n/);
});

test("exit codes of a process: 1 a difference, 2 an error", () => {
  const rules = ["--rule", "gdb-standard", "--rule", "sdm-standard"];
  expect(spawned(["diff", "--cpu", "zen-4", ...rules, "--json"])).toMatchObject({
    code: 1,
    err: "",
  });
  expect(spawned(["layout", "--cpu", "no-such"])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/^xsweep: .*no-such.*\n$/),
  });
});

test("no line of a layout is wider than 80 columns, hypothetical ones say so", () => {
  const { out } = xsweep(["layout", "--cpu", "granite-rapids-apx"]);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(out).toContain("(hypothetical)");
});
