import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const SRC = new URL("../../src/", import.meta.url);

/** Documents that the program reads back stand where they are read. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "sizes@2": "sweep/sizes-header.ts",
  "report@1": "explorer/embedded.ts",
  "kernel-version@1": "linux/kernel/version-file.ts",
};

test("every document is made in exactly one file of write/json, or where it is read back", () => {
  const makers = new Map<string, Set<string>>();
  for (const file of readdirSync(SRC, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const code = readFileSync(new URL(file, SRC), "utf8").replace(/^\s*(\/?\*|\/\/).*$/gm, "");
    for (const [, name = ""] of code.matchAll(/"xsweep\/([a-z-]+@\d+)"/g)) {
      makers.set(name, (makers.get(name) ?? new Set()).add(file));
    }
  }
  expect(makers.size).toBeGreaterThan(15);
  for (const [name, files] of makers) {
    const [file = ""] = files;
    const room = ELSEWHERE[name];
    const right = room ? file === room : /^(write\/json|read\/document)\//.test(file);
    if (files.size !== 1 || !right) {
      throw new Error(`xsweep/${name} is made in ${[...files].join(" and ")}`);
    }
  }
});
