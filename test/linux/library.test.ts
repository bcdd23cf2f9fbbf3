import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { processor } from "../../src/index.ts";
import { boot, check, type KernelVersion, kernelNumbers, version } from "../../src/linux/index.ts";

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

test("masks are bigints outside: what boots, its numbers, and what a check says", () => {
  const booted = boot(processor("sapphire-rapids"), version("linux-6.17"), { hostMask: 0x61ee7n });
  expect([booted.hostMask, booted.dynamic, booted.user]).toEqual([0x61ee7n, 0x40000n, 0x602e7n]);
  expect(booted.kernelMax).toEqual({ features: 0x61ee7n, size: 10752 });
  const { without, permitted, config } = kernelNumbers(booted);
  expect([config, permitted?.guest]).toEqual([booted, { features: 0x61ee7n, size: 10752 }]);
  expect(without.guest.features).toBe(0x21ee7n);
  expect(() => kernelNumbers({ ...booted })).toThrow("what boot(cpu, version) gives, no copy");
  const { hostMask, dynamic } = check(booted.cpu, booted.version, { hostMask: 0x610e7n });
  expect([hostMask, dynamic]).toEqual([0x610e7n, 0x40000n]);
});
