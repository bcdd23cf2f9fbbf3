/** What is tested of a page: every block runs, every line can be read. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { readVersion } from "../../src/linux/kernel/version-file.ts";
import { readProcessor } from "../../src/read/document/processor-file.ts";
import { readRule } from "../../src/read/document/rule-file.ts";
import { xsweep } from "../cli/run.ts";
import { type Block, blocksOf, type Page, ROOT } from "./page.ts";
import { cutLike, pattern, runner, sessionsOf, wrongLine } from "./session.ts";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
/** Commands of npm that are no script of ours. */
const NPM = ["ci", "cit", "install"];

/** A file of the repository, where a page or a comment names one. NAME.ts is a place to fill in. */
const NAMED_FILE =
  /(?<![\w./-])(?:src|test|assembly|bench|scripts|docs)\/[\w./-]+\.(?:ts|mjs|c|md|json|txt|core)\b/g;

/** Files that `text` names and that do not exist. */
export const missingFiles = (text: string): string[] =>
  [...text.matchAll(NAMED_FILE)]
    .map(([file]) => file)
    .filter((file) => !/[A-Z]{3}/.test(file) && !existsSync(join(ROOT, file)));

/** The text of every source file: what an excerpt is compared with. */
const sources = () =>
  ["src", "assembly"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".wasm.ts"))
      .map((file) => readFileSync(join(ROOT, folder, file), "utf8")),
  );

/** The reader of an own document, by its schema. */
function readDocument({ text }: Block): void {
  const { schema } = JSON.parse(text);
  if (schema === "xsweep/processor@1") readProcessor(text);
  else if (schema === "xsweep/rule@1") readRule(text);
  else if (schema === "xsweep/kernel-version@1") readVersion(text);
  else throw new Error(`no reader for ${schema}`);
}

/** What a program prints; it lies inside the package, so that its name resolves by its exports. */
async function printed(file: string, program: string): Promise<string> {
  writeFileSync(file, program);
  const { stdout, stderr } = spawn(process.execPath, [file]);
  const [out, err] = await Promise.all([textOf(stdout), textOf(stderr)]);
  if (err !== "") throw new Error(err);
  return out;
}

/** Commands that print another thing with a processor or a rule more: one test for all pages. */
export const WHOLE = /--matrix|--cpu all|^xsweep (cpus|rules)$/;

/** Throws where a command of `page` does not print what is shown; or mends the page, if asked to. */
export function prints({ name, ...page }: Page): (command: string, shown: string) => void {
  const run = runner({ name, ...page });
  return (command, shown) => {
    // A machine that is no x86, or whose CPUID nobody may read, says so in one line.
    if (command.includes("--cpu host")) {
      const { code, err } = xsweep(command.split(" ").slice(1));
      if (code === 2) {
        expect(err).toMatch(/^xsweep: --cpu host: .*\n$/);
        return;
      }
    }
    const out = run(command);
    if (pattern(shown).test(out)) return;
    const mended = cutLike(shown, out);
    if (process.env.PAGES !== "write" || mended === undefined) {
      throw new Error(
        `${name} shows below "$ ${command}" what it does not print: ${wrongLine(out, shown)}. Is that right now? Then run: PAGES=write npx vitest run test/readme.test.ts test/pages.test.ts`,
      );
    }
    const old = readFileSync(join(ROOT, name), "utf8");
    const asked = `$ ${command}\n`;
    // As a function, since a replacement text gives a meaning to $.
    const replace = () => `${asked}${mended}\n`;
    writeFileSync(join(ROOT, name), old.replace(`${asked}${shown}${shown && "\n"}`, replace));
  };
}

/** Tests of one page. */
export function holds(page: Page): void {
  const { name, blocks } = page;
  const one = sessionsOf(page).filter(([command]) => !WHOLE.test(command));
  test.each(one)(`${name}: $ %s`, prints(page));

  test(`${name}: documents are read, excerpts stand in a source, scripts exist`, () => {
    for (const block of blocks.filter(({ language }) => language === "json")) readDocument(block);
    const excerpts = blocksOf(page, "ts");
    const files = excerpts.length > 0 ? sources() : [];
    for (const text of excerpts) {
      if (!files.some((file) => file.includes(text))) throw new Error(`in no source:\n${text}`);
    }
    for (const line of blocksOf(page, "sh").flatMap((text) => text.trim().split(/\n| && /))) {
      const [npm, first = "", second = ""] = line.split(" ");
      expect(npm).toBe("npm");
      const script = first === "run" ? second : first;
      if (!NPM.includes(script)) expect(Object.keys(manifest.scripts)).toContain(script);
    }
  });

  test(`${name}: programs print what is shown below them`, async () => {
    const programs = blocks.filter(({ language }) => language === "js" || language === "text");
    const folder = join(ROOT, "build/pages", name.replace(/\W/g, "-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(folder, { recursive: true });
    const outputs = await Promise.all(
      programs.map(({ language, text }, i) =>
        language === "js" ? printed(join(folder, `${i}.mjs`), text) : undefined,
      ),
    );
    for (const [i, { language, text }] of programs.entries()) {
      const shown = programs[i + 1];
      if (language === "js") expect(outputs[i]).toBe(shown?.text);
      // A text that stands below no program is run by nothing.
      else expect(programs[i - 1]?.language).toBe("js");
      expect(text).not.toBe("");
    }
  });

  test(`${name}: every block is one that a test above runs`, () => {
    for (const { language } of blocks) {
      expect(["sh", "console", "json", "js", "text", "ts"]).toContain(language);
    }
  });

  test(`${name}: prose fits in 100 columns, files exist, no private source is cited`, () => {
    for (const line of page.prose) {
      if (line.length > 100) throw new Error(`${line.length} columns: ${line}`);
    }
    expect(missingFiles(page.text)).toEqual([]);
    expect(page.text).not.toMatch(/seed mail|\bnotes \d|project notes/);
  });
}
