/** The edge to the system: lost streams, signals in the middle, inputs without an end. */
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { synthetic } from "../processors.ts";
import { BIN, interrupted, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-edges-"));
const WIDE = join(folder, "wide.json");
writeFileSync(WIDE, JSON.stringify(processorJson(synthetic(36))));

/** `xsweep ARGS` with the redirections of a shell, in the folder: its exit code and its stderr. */
function shell(line: string): { code: number | null; out: string; err: string } {
  const script = line.replaceAll("xsweep ", `"${process.execPath}" "${BIN}" `);
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd: folder,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

/** A device node of our own, in our folder: the machine's is never touched. */
const FULL = join(folder, "full");
const madeFull = spawnSync("mknod", [FULL, "c", "1", "7"]).status === 0;

describe.skipIf(!madeFull)("a full disk", () => {
  test.each(["cpus", "layout --cpu zen-4", "sweep --cpu zen-4 --json", "rules"])(
    "xsweep %s > full: one line, exit 2",
    (args) => {
      const { code, err } = shell(`xsweep ${args} > full`);
      expect([code, err]).toEqual([2, "xsweep: stdout: no space left\n"]);
    },
  );

  test("stderr full: silence, and the exit code as ever", () => {
    expect(shell("xsweep layout 2> full").code).toBe(2);
    expect(
      shell("xsweep diff --cpu zen-4 --cpu zen-5 --rule sdm-standard > out.txt 2> full").code,
    ).toBe(shell("xsweep diff --cpu zen-4 --cpu zen-5 --rule sdm-standard > out.txt").code);
  });

  test("-o full: the device stays one, exit 2", () => {
    const { code, err } = shell("xsweep sweep --cpu zen-4 -o full > out.txt");
    expect([code, err]).toEqual([2, "xsweep: --output: full: no space left\n"]);
    expect(statSync(FULL).isCharacterDevice()).toBe(true);
  });
});

test("the reader of stderr goes away in the middle: the sweep is done all the same", async () => {
  const file = join(folder, "sizes");
  const narrow = join(folder, "narrow.json");
  writeFileSync(narrow, JSON.stringify(processorJson(synthetic(22))));
  const child = spawn(process.execPath, [BIN, "sweep", "--cpu", narrow, "-o", file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr.destroy();
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
  expect(xsweep(["sweep", "--verify", file, "--cpu", narrow]).code).toBe(0);
});

test("-o never takes the input, whatever the name, nor the file behind stdout", () => {
  writeFileSync(join(folder, "mycpu.json"), JSON.stringify(processorJson(synthetic(6))));
  const before = readFileSync(join(folder, "mycpu.json"), "utf8");
  expect(shell("xsweep sweep --cpu mycpu.json -o mycpu > out.txt").code).toBe(0);
  expect(shell("ln -s mycpu.json link.json; xsweep sweep --cpu mycpu.json -o link.json")).toEqual({
    code: 2,
    out: "",
    err: "xsweep: --output: link.json: it is the input mycpu.json as well: choose another name\n",
  });
  // Cut down it is the same file.
  expect(shell("xsweep sweep --cpu mycpu.json:0x7 -o mycpu.json").err).toBe(
    "xsweep: --output: mycpu.json: it is the input mycpu.json as well: choose another name\n",
  );
  expect(readFileSync(join(folder, "mycpu.json"), "utf8")).toBe(before);
  const { code, err } = shell("xsweep sweep --cpu zen-4 --json -o both > both");
  expect([code, err]).toEqual([
    2,
    "xsweep: --output: both: it is the file behind stdout: choose another name, or - for stdout\n",
  ]);
  expect(
    shell("xsweep sweep --cpu zen-4 -o - > sizes.bin; xsweep sweep --verify sizes.bin").code,
  ).toBe(0);
  expect(existsSync(join(folder, "-"))).toBe(false);
});

describe("signals", () => {
  const LONG = join(folder, "long.log");
  beforeAll(() => {
    // 67 MB of a log, every line of interest: lines of none are passed over in less than a second.
    const rows = Array.from(
      { length: 400 },
      (_, i) => `[    ${i}.000000] x86/fpu: xstate_offset[2]:  576, xstate_sizes[2]:  256\n`,
    );
    const boot =
      "[    0.0] x86/fpu: Enabled xstate features 0x7, context size is 832 bytes, using 'compacted' format.\n";
    const block = rows.join("") + boot;
    writeFileSync(LONG, block.repeat(Math.ceil(67e6 / block.length)));
  });

  test.each([
    ["SIGINT", ["explain", LONG]],
    ["SIGTERM", ["import", LONG]],
    ["SIGHUP", ["layout", "--cpu", LONG]],
    ["SIGINT", ["find", "--fits", "20000"]],
    ["SIGTERM", ["sweep", "--cpu", WIDE, "-o", join(folder, "never")]],
    ["SIGHUP", ["sweep", "--cpu", WIDE, "-o", join(folder, "never")]],
    ["SIGTERM", ["check", "--every-mask", "--legal", "--dynamic", "each"]],
    ["SIGTERM", ["diff", "--matrix"]],
  ] as const)("%s: xsweep %s", async (signal, args) => {
    const { code, out, err } = await interrupted(args, () => true, signal);
    const words = { SIGINT: "interrupted", SIGTERM: "terminated", SIGHUP: "hung up" }[signal];
    expect([code, out, err]).toEqual([128 + constants.signals[signal], "", `xsweep: ${words}\n`]);
    expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
  });
});
