import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { synthetic } from "../processors.ts";
import { BIN, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-cli-"));
const wide = join(folder, "wide.json");
writeFileSync(wide, JSON.stringify(processorJson(synthetic(36))));

test("--version and --help go to stdout; help opens with examples", () => {
  expect(xsweep(["--version"])).toMatchObject({ code: 0, out: "0.1.0\n", err: "" });
  const { code, out } = xsweep(["--help"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^Examples:\n( {2}xsweep .*\n){3}/);
  expect(xsweep(["sweep", "--help"]).out).toMatch(/^Examples:\n/);
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
  const child = spawn(process.execPath, [BIN, "sweep", "--cpu", wide, "-o", file]);
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  setTimeout(() => child.kill("SIGINT"), 700);
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect([code, out, err]).toEqual([130, "", "xsweep: interrupted\n"]);
  expect(readdirSync(folder)).toEqual(["wide.json"]);
});

test("Ctrl-C stops worker threads too", async () => {
  const child = spawn(process.execPath, [BIN, "sweep", "--cpu", wide, "--json"]);
  let out = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  setTimeout(() => child.kill("SIGINT"), 900);
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect([code, out]).toEqual([130, ""]);
});

test("- reads the processor from stdin", () => {
  const text = JSON.stringify(processorJson(synthetic(4)));
  const { code, out } = xsweep(["layout", "--cpu", "-"], text);
  expect(code).toBe(0);
  expect(out).toMatch(/^synthetic-4: 4 components \(hypothetical\)\n/);
});

test("no line of a layout is wider than 80 columns, hypothetical ones say so", () => {
  const { out } = xsweep(["layout", "--cpu", "granite-rapids-apx"]);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(out).toContain("(hypothetical)");
});
