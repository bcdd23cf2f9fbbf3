import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Wings import from themselves and from wings below, never up. Lowest first. */
const WINGS = [
  "xsave",
  "core",
  "catalogue",
  "rules",
  "read",
  "symbolic",
  "exhaustive",
  "sweep",
  "linux",
  "check",
  "write",
  "cli",
];
const SRC = new URL("../src/", import.meta.url);
const FILES = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && file !== "index.ts",
);
const wingOf = (file: string) => file.split("/")[0] ?? "";
const importsOf = (file: string): string[] =>
  [...readFileSync(new URL(file, SRC), "utf8").matchAll(/(?:from|import) "([^"]+)"/g)].map(
    ([, path = ""]) => path,
  );
/** The file within src that `path` means; undefined for build/core.d.ts, which is types only. */
const targetOf = (file: string, path: string): string | undefined => {
  const { href } = new URL(path, new URL(file, SRC));
  return href.startsWith(SRC.href) ? href.slice(SRC.href.length) : undefined;
};

test.each(FILES)("%s imports only from its own wing and those below", (file) => {
  expect(WINGS).toContain(wingOf(file));
  for (const path of importsOf(file).filter((p) => p.startsWith("."))) {
    const target = targetOf(file, path);
    if (target === undefined) continue;
    expect(WINGS.indexOf(wingOf(target)), `${file} -> ${target}`).toBeLessThanOrEqual(
      WINGS.indexOf(wingOf(file)),
    );
  }
});

test("nothing reachable from the public index needs Node or a package", () => {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const path of importsOf(file)) {
      expect(path, `${file} imports ${path}`).toMatch(/^\./);
      const target = targetOf(file, path);
      if (target !== undefined) visit(target);
    }
  };
  visit("index.ts");
  expect(seen.size).toBeGreaterThan(50);
});
