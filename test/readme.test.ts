/** Every block of the README: commands print what it shows, programs run, files are read. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readProcessor } from "../src/read/document/processor-file.ts";
import { BIN, spawned, xsweep } from "./cli/run.ts";
import { PROCESSORS } from "./spaces.ts";

const ROOT = new URL("../", import.meta.url);
const README = readFileSync(new URL("README.md", ROOT), "utf8");
const manifest = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8"));

const blocks = [...README.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
  ([, language = "", text = ""]) => ({
    language,
    text,
  }),
);
const blocksOf = (language: string) =>
  blocks.filter((block) => block.language === language).map(({ text }) => text);

/** Commands of a console block, each with the output shown below it. */
const sessions = blocksOf("console").flatMap((text) =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = "", ...output] = part.split("\n");
      return [command, output.join("\n").trimEnd()] as const;
    }),
);

/** Matches `shown`, where a line of three dots stands for any lines and … for any part of a line. */
const pattern = (shown: string): RegExp =>
  new RegExp(
    `^${shown
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replace(/^\\\.\\\.\\\.$/gm, "[^]*?")
      .replace(/…/g, ".*")}$`,
  );

/** What a command line prints that uses no shell but pipes between xsweep commands. */
function run(command: string): string {
  let input = "";
  for (const part of command.split(" | ")) {
    const [program, ...args] = part.replace(/^npx /, "").trim().split(/\s+/);
    expect(program).toBe("xsweep");
    const { code, out, err } = xsweep(args, input);
    expect(code, err).not.toBe(2);
    input = out;
  }
  return input.trimEnd();
}

test("it opens with one sentence and the two commands, which package.json knows", () => {
  const [title, sentence] = README.split("\n\n");
  expect([title, sentence]).toEqual([
    "# xsweep",
    "Every XSAVE layout, computed; every claim about them, checked.",
  ]);
  expect(blocksOf("sh")).toEqual(["npm ci && npm start\nnpm cit\n"]);
  expect(Object.keys(manifest.scripts)).toEqual(
    expect.arrayContaining(["start", "test", "prepare"]),
  );
});

test("npm start: a line for every processor, engines agree", () => {
  const [node, , ...args] = manifest.scripts.start.split(" ");
  expect([node, args[0]]).toEqual(["node", "sweep"]);
  const { code, out } = spawned(args);
  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split("\n")
      .filter((line) => / agree /.test(line)).length,
  ).toBe(PROCESSORS);
});

/** Commands that print another thing with a processor or a rule more: one test for all of them. */
const WHOLE = /--matrix|--cpu all/;

function hold(command: string, shown: string): void {
  // A machine that is no x86, or whose CPUID nobody may read, says so in one line.
  if (command.includes("--cpu host")) {
    const { code, err } = xsweep(command.split(" ").slice(1));
    if (code === 2) {
      expect(err).toMatch(/^xsweep: --cpu host: .*\n$/);
      return;
    }
  }
  const printed = run(command);
  if (pattern(shown).test(printed)) return;
  throw new Error(
    `README.md shows below "$ ${command}" what it does not print. It prints:\n${printed}`,
  );
}

test.each(sessions.filter(([command]) => !WHOLE.test(command)))("$ %s", hold);

test("the figures of the whole catalogue are those that its commands print", () => {
  const whole = sessions.filter(([command]) => WHOLE.test(command));
  const wrong = whole.flatMap(([command, shown]) => {
    try {
      hold(command, shown);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  // A processor or a rule more? Then write the output into README.md, as it stands here.
  if (wrong.length > 0) throw new Error(wrong.join("\n\n"));
  expect(whole.length).toBeGreaterThan(0);
});

test("the example processor is one", () => {
  for (const text of blocksOf("json")) expect(readProcessor(text).id).toBe("tiny");
  expect(blocksOf("json").length).toBe(1);
});

test("the programs print what is shown below them", () => {
  const programs = blocksOf("js");
  const shown = blocksOf("text");
  expect(programs.length).toBe(shown.length);
  const folder = new URL("build/readme/", ROOT);
  mkdirSync(folder, { recursive: true });
  for (const [i, program] of programs.entries()) {
    // Inside the package, so that its own name resolves by its exports.
    const file = fileURLToPath(new URL(`${i}.mjs`, folder));
    writeFileSync(file, program);
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toBe(shown[i]);
  }
  rmSync(folder, { recursive: true });
});

test("every kind of block is one that a test above runs", () => {
  expect(new Set(blocks.map(({ language }) => language))).toEqual(
    new Set(["sh", "console", "json", "js", "text"]),
  );
  expect(sessions.length).toBeGreaterThan(1);
  expect(BIN).toContain("bin/xsweep.mjs");
});
