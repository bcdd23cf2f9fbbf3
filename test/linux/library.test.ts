import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { processor } from "../../src/index.ts";
import { check, type KernelVersion, version } from "../../src/linux/index.ts";

test("a patch written in TypeScript: a known version, and what it changes", () => {
  const patched: KernelVersion = {
    ...version("mail-v6-preserve"),
    id: "mine",
    guestOnly: "guest defaults",
  };
  const { kernel, properties } = check(processor("sapphire-rapids"), patched, {
    hostMask: 0x610e7n,
  });
  expect(kernel).toBe("mine");
  const fits = properties.find(({ id }) => id === "B1");
  expect([fits?.holds, fits?.trace]).toEqual([true, []]);
});

test("the checker and the model are subpaths of the package, and neither needs Node", () => {
  const { exports } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  expect(exports["./linux"].default).toBe("./dist/linux/index.js");
  expect(exports["./check"].default).toBe("./dist/check/index.js");
  const seen = new Set<string>();
  const visit = (url: URL) => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    for (const [, path = ""] of readFileSync(url, "utf8").matchAll(/(?:from|import) "([^"]+)"/g)) {
      expect(path, url.href).toMatch(/^\./);
      visit(new URL(path, url));
    }
  };
  visit(new URL("../../src/linux/index.ts", import.meta.url));
  expect([...seen].some((href) => href.endsWith("check/search.ts"))).toBe(true);
});
