/** Console blocks: the commands in them, and what they print. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { xsweep } from "../cli/run.ts";
import { blocksOf, type Page } from "./page.ts";

/** A command line, and the output shown below it. */
export type Session = readonly [command: string, shown: string];

export const sessionsOf = (page: Page): Session[] =>
  blocksOf(page, "console").flatMap((text) =>
    text
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...output] = part.split("\n");
        return [command, output.join("\n").trimEnd()] as const;
      }),
  );

/** Matches `shown`, where a line of three dots stands for any lines and … for any part of a line. */
export const pattern = (shown: string): RegExp =>
  new RegExp(
    `^${shown
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replace(/^\\\.\\\.\\\.$/gm, "[^]*?")
      .replace(/…/g, ".*")}$`,
  );

/** The first line that is not as shown, said so that the page can be mended. */
export function wrongLine(printed: string, shown: string): string {
  const lines = printed.split("\n");
  const at = shown.split("\n").findIndex((line, i) => !pattern(line).test(lines[i] ?? ""));
  const told = (line: string | undefined) => (line === undefined ? "the end" : `"${line}"`);
  return `line ${at + 1} shows ${told(shown.split("\n")[at])}, printed ${told(lines[at])}`;
}

/**
 * What is printed now, cut where `shown` is cut; undefined where that is for a human to say. A page
 * is mended by it: PAGES=write npx vitest run test/readme.test.ts test/pages.test.ts
 */
export function cutLike(shown: string, printed: string): string | undefined {
  const [before, after, ...more] = shown.split(/^\.\.\.$/m);
  const lines = printed.split("\n");
  if (after === undefined) {
    const old = shown.split("\n");
    return lines
      .map((line, i) => (old[i]?.includes("…") && pattern(old[i]).test(line) ? old[i] : line))
      .join("\n");
  }
  if (more.length > 0) return undefined;
  const head = lines.slice(0, before?.split("\n").slice(1).length);
  const last = after.split("\n").slice(1).length;
  return [...head, "...", ...(last > 0 ? lines.slice(-last) : [])].join("\n");
}

/** Words of a command line; single quotes hold a word together. */
const wordsOf = (part: string): string[] =>
  [...part.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");

/** What command lines of `page` print: pipes between xsweep commands, and echo before the first. */
export function runner(page: Page): (command: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "xsweep-pages-"));
  const paths = new Map<string, string>();
  for (const { file, text } of page.blocks) {
    if (file === undefined) continue;
    paths.set(file, join(folder, file));
    writeFileSync(join(folder, file), text);
  }
  return (command) => {
    let input = "";
    for (const part of command.split(" | ")) {
      const [program, ...words] = wordsOf(part.trim());
      if (program === "echo") {
        input = `${words.join(" ")}\n`;
        continue;
      }
      if (program !== "xsweep") throw new Error(`${page.name} runs ${program}: only xsweep is run`);
      const { code, out, err } = xsweep(
        words.map((word) => paths.get(word) ?? word),
        input,
      );
      if (code === 2 || code === null) throw new Error(`$ ${command}\n${err}`);
      input = out;
    }
    return input.trimEnd().replaceAll(`${folder}/`, "");
  };
}
