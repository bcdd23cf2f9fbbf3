import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { namesOfProcessor, processorsNamed } from "../../src/catalogue/names.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { subsetAt } from "../../src/xsave/mask.ts";
import { createProcessor, enumerated } from "../../src/xsave/processor.ts";
import { restrict } from "../../src/xsave/restrict.ts";
import { DATA, HAS_DATA } from "../shared.ts";

test("a name names one processor", () => {
  const taken = new Map<string, string>(CATALOGUE.map(({ id }) => [id, id]));
  for (const { id } of CATALOGUE) {
    const { aliases } = namesOfProcessor(id);
    for (const alias of aliases) {
      const other = taken.get(alias);
      if (other !== undefined) throw new Error(`${alias} names ${other} and ${id}`);
      taken.set(alias, id);
      expect(processorsNamed(alias.toUpperCase())).toEqual([processor(id)]);
    }
  }
});

test.each([
  ["Sapphire-Rapids", ["sapphire-rapids"]],
  ["SPR", ["sapphire-rapids"]],
  ["Turin", ["zen-5"]],
  ["6-143", ["sapphire-rapids"]],
  ["6-143-8", ["sapphire-rapids"]],
  ["0x6-0x8f-0x8", ["sapphire-rapids"]],
  ["25-17", ["zen-4"]],
  ["6-85-4", ["skylake-x", "skylake-sp"]],
  ["6-85", ["skylake-x", "skylake-sp", "cascade-lake-sp"]],
  ["6-85-7", ["cascade-lake-sp"]],
  // Two vendors of family 6.
  ["6-71-2", ["broadwell", "centaur-cns"]],
  ["6-71-1", ["broadwell"]],
  // Bare digits are decimal: 8f is none, and 0x17 is 23.
  ["6-8f", []],
  ["0x17-0x31", ["zen-2"]],
  ["6", []],
  ["6-143-", []],
  ["99-1", []],
  ["nehalem", []],
])("%s names %j", (text, ids) => {
  expect(processorsNamed(text).map(({ id }) => id)).toEqual(ids);
});

test.skipIf(!HAS_DATA)("the number of each entry's own dump names it", () => {
  const { models } = JSON.parse(readFileSync(join(DATA, "catalogue.json"), "utf8")) as {
    models: { id: string; fms: number[] }[];
  };
  for (const { id, fms } of models) {
    const named = processorsNamed(fms.join("-")).map((cpu) => cpu.id);
    if (!named.includes(id))
      throw new Error(`${id}: ${fms.join("-")} names ${named.join(", ") || "nothing"}`);
  }
});

test("a processor cut down gives the sizes of the whole one on every mask that is left", () => {
  for (const cpu of CATALOGUE) {
    const whole = enumerated(cpu);
    for (const keep of [cpu.xcr0, cpu.xss | 3n, whole & ~0x60000n, whole & 0xaaaaaaabn, 0n]) {
      const cut = restrict(cpu, keep);
      expect([cut.xcr0, cut.xss]).toEqual([cpu.xcr0 & keep, cpu.xss & keep]);
      expect(cut.id).toBe(`${cpu.id}:0x${(whole & keep).toString(16)}`);
      for (let i = 0n; i < 64n; i++) {
        const mask = subsetAt(enumerated(cut), i);
        const [was, is] = [cpu, cut].map((one) => [
          standardSize(one, mask),
          compactedSize(one, mask),
          isLegal(one, mask),
        ]);
        if (`${was}` !== `${is}`)
          throw new Error(`${cut.id} 0x${mask.toString(16)}: ${is}, not ${was}`);
      }
    }
  }
});

test("what was checked once cannot change", () => {
  const cpu = processor("zen-5");
  expect(() => Object.assign(cpu.components[0] as object, { size: 999 })).toThrow(TypeError);
  expect(() => (cpu.components as unknown[]).push({})).toThrow(TypeError);
  const components = cpu.components.map((component) => ({ ...component }));
  const mine = createProcessor({ ...cpu, components });
  const before = standardSize(mine, 7n);
  Object.assign(components[0] as object, { size: -5 });
  expect(standardSize(mine, 7n)).toBe(before);
});

test.each(["0x7", "-1", "@all", "a+b", "a,b", "a:b", "", " avx", "avx2 "])(
  "a component is not named %j",
  (name) => {
    const cpu = processor("zen-5");
    const components = cpu.components.map((c, i) => (i === 1 ? { ...c, name } : c));
    expect(() => createProcessor({ ...cpu, components })).toThrow(/is no name of a component/);
  },
);
