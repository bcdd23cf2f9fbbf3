/** The pages of prose in the repository: their lines, and the blocks in them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Block {
  readonly language: string;
  readonly text: string;
  /** The file that the line above it names: "`tiny.json`:" */
  readonly file: string | undefined;
}

export interface Page {
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Lines outside blocks and tables. */
  readonly prose: readonly string[];
}

const BLOCK = /^```(\w*)\n(.*?)^```$/gms;
const NAMED = /`([\w-]+\.json)`:\n\n$/;

export function page(name: string): Page {
  const text = readFileSync(join(ROOT, name), "utf8");
  const blocks = [...text.matchAll(BLOCK)].map((match) => ({
    language: match[1] ?? "",
    text: match[2] ?? "",
    file: NAMED.exec(text.slice(0, match.index))?.[1],
  }));
  const lines = text.replace(BLOCK, "").split("\n");
  return { name, text, blocks, prose: lines.filter((line) => !line.startsWith("|")) };
}

export const blocksOf = ({ blocks }: Page, language: string): readonly string[] =>
  blocks.filter((block) => block.language === language).map(({ text }) => text);

/** Every page that a reader of the repository is meant to read. */
export const PAGES: readonly Page[] = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith(".md"))
  .map(page);
