/** The built entries of one processor and of one rule each: all are there, and say what "." says. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CATALOGUE, NAMED_RULES } from "../src/index.ts";
import { bitsOf } from "../src/xsave/mask.ts";

const built = (path: string) => new URL(`../dist/${path}`, import.meta.url).href;
const load = async (path: string) => (await import(/* @vite-ignore */ built(path))).default;

test("xsweep/catalogue/ID is the processor of that id, every one", async () => {
  for (const cpu of CATALOGUE) expect(await load(`catalogue/${cpu.id}.js`)).toEqual(cpu);
});

test("xsweep/rules/ID is the rule of that id, every one", async () => {
  const cpu = CATALOGUE.find(({ id }) => id === "sapphire-rapids") as (typeof CATALOGUE)[number];
  const masks = [...bitsOf(cpu.xcr0 & ~3n)].map((n) => 3n | (1n << BigInt(n)));
  for (const rule of NAMED_RULES) {
    const { walk, steps, ...facts } = await load(`rules/${rule.id}.js`);
    for (const key of Object.keys(facts)) {
      if (typeof facts[key] === "function") continue;
      expect(facts[key]).toEqual(rule[key as keyof typeof rule]);
    }
    for (const mask of masks) expect(walk(cpu, mask)).toBe(rule.walk(cpu, mask));
  }
});

test("every file that package.json names as an entry is built, with its declarations", () => {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const { exports } = JSON.parse(manifest) as { exports: Record<string, string | object> };
  const files = Object.values(exports).flatMap((entry) =>
    typeof entry === "string" ? [] : (Object.values(entry) as string[]),
  );
  const named = files.filter((file) => !file.includes("*"));
  expect(named.length).toBeGreaterThan(10);
  for (const file of named)
    expect(existsSync(new URL(`../${file}`, import.meta.url)), file).toBe(true);
});
