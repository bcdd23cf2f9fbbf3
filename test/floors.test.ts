import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Wings import from themselves and from wings below, never up. Lowest first. */
const WINGS = [
  "xsave",
  "core",
  "algebra",
  "catalogue",
  "rules",
  "read",
  "symbolic",
  "exhaustive",
  "questions",
  "threads",
  // The one place that writes files, for every writer of the program.
  "files",
  "sweep",
  "workers",
  "host",
  "explain",
  "check",
  "linux",
  "write",
  "explorer",
  "cli",
];
const SRC = new URL("../src/", import.meta.url);
const FILES = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && file !== "index.ts",
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

test("ARCHITECTURE.md lists the wings in this order", () => {
  const text = readFileSync(new URL("../ARCHITECTURE.md", import.meta.url), "utf8");
  const listed = [...text.matchAll(/^\| `([a-z]+)\/` /gm)].map(([, wing]) => wing);
  expect(listed, "a wing has a row in ARCHITECTURE.md, lowest first").toEqual(WINGS);
});

test("no circle of files, inside a wing or across wings", () => {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) {
      throw new Error([...path.slice(path.indexOf(file)), file].join(" -> "));
    }
    if (done.has(file)) return;
    for (const to of importsOf(file).filter((p) => p.startsWith("."))) {
      const target = targetOf(file, to);
      if (target !== undefined && /\.tsx?$/.test(target)) visit(target, [...path, file]);
    }
    done.add(file);
  };
  for (const file of FILES) visit(file, []);
  expect(FILES.filter((file) => !done.has(file))).toEqual([]);
});

/** What the explorer may import from below: what any other program may. */
const ENTRIES = ["", "read/", "explain/", "write/", "linux/", "check/", "workers/"].map(
  (wing) => `${wing}index.ts`,
);

test("the explorer computes nothing itself: of the library it has the public entries", () => {
  const files = FILES.filter((file) => wingOf(file) === "explorer");
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    for (const path of importsOf(file).filter((p) => p.startsWith("."))) {
      const target = targetOf(file, path) ?? path;
      if (wingOf(target) !== "explorer") expect(ENTRIES, `${file} -> ${target}`).toContain(target);
    }
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

test("the entry xsweep/read needs nothing of Node, and no package", () => {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const path of importsOf(file)) {
      const target = path.startsWith(".") ? targetOf(file, path) : undefined;
      if (target !== undefined) visit(target);
      else packages.add(path);
    }
  };
  visit("read/index.ts");
  expect([...packages]).toEqual([]);
});
