/** TAB: what is offered, and that the scripts of real shells offer it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { flagOf } from "../../src/cli/flags.ts";
import { CATALOGUE, RULES } from "../../src/index.ts";
import { VERSIONS } from "../../src/linux/index.ts";
import { BIN, xsweep } from "./run.ts";

/** The words offered behind `words`, the last of which is not finished. */
function offered(...words: string[]): string[] {
  const { code, out, err } = xsweep(["complete", "--", ...words]);
  expect([code, err]).toEqual([0, ""]);
  return out
    .split("\n")
    .flatMap((line) => (/^:\d*$|^$/.test(line) ? [] : [line.split("\t")[0] ?? ""]));
}

test("every command, and every flag of a command that its help shows", () => {
  expect(offered("").sort()).toEqual([...COMMANDS.map(({ name }) => name), "help"].sort());
  for (const { name, flags } of COMMANDS) {
    const shown = flags.map(flagOf).filter(({ hidden }) => !hidden);
    const missing = shown.filter(({ long }) => !offered(name, "--").includes(long ?? ""));
    expect([name, missing.map(({ long }) => long)]).toEqual([name, []]);
  }
});

test.each([
  ["--cpu", ["layout", "--cpu", ""], CATALOGUE],
  ["--rule", ["sweep", "--rule", ""], RULES],
  ["--kernel", ["check", "--kernel", ""], VERSIONS],
] as const)("%s is completed with every id", (_, words, all) => {
  expect(offered(...words)).toEqual(expect.arrayContaining(all.map(({ id }) => id)));
});

test("a beginning narrows it down, a choice is one of its words, an operand too", () => {
  const ids = CATALOGUE.map(({ id }) => id).filter((id) => id.startsWith("zen-4"));
  expect(offered("layout", "--cpu", "zen-4")).toEqual(ids);
  expect(offered("sweep", "--method", "s")).toEqual(["symbolic"]);
  expect(offered("layout", "@x")).toEqual(["@xcr0", "@xss"]);
  expect(offered("help", "ma")).toContain("masks");
});

test("completion: an unknown shell is refused with what is meant", () => {
  expect(xsweep(["completion", "basch"])).toEqual({
    code: 2,
    out: "",
    err: 'xsweep: SHELL: "basch" is none (did you mean bash?) (known: bash, zsh, fish, powershell)\n',
  });
  expect(xsweep(["completion", "bash", "--json"]).code).toBe(2);
});

const folder = mkdtempSync(join(tmpdir(), "xsweep-completion-"));
symlinkSync(BIN, join(folder, "xsweep"));
afterAll(() => rmSync(folder, { recursive: true }));
const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, HOME: folder };
const run = (shell: string, ...args: string[]) =>
  spawnSync(shell, args, { encoding: "utf8", env, cwd: folder });
const has = (shell: string) => run(shell, "-c", "true").status === 0;

test.each(["bash", "zsh", "fish"])(
  "the script of %s is one that it reads without a complaint",
  (shell) => {
    if (!has(shell)) return console.warn(`no ${shell} here: its script is not run`);
    const script = join(folder, `script.${shell}`);
    const { status, stderr } = run("bash", "-c", `xsweep completion ${shell} > ${script}`);
    expect([status, stderr]).toEqual([0, ""]);
    expect(run(shell, "-n", script)).toMatchObject({ status: 0, stderr: "" });
  },
);

test("fish offers the processors", () => {
  if (!has("fish")) return console.warn("no fish here: its completion is not run");
  const ask = 'xsweep completion fish | source; complete -C "xsweep layout --cpu granite"';
  const { stdout } = run("fish", "--no-config", "-c", ask);
  expect(stdout.split("\n").map((line) => line.split("\t")[0])).toContain("granite-rapids");
});
