import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { isUser } from "../../src/xsave/component.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { popcount, subsetAt } from "../../src/xsave/mask.ts";

type Registers = readonly [eax: number, ebx: number, ecx: number, edx: number];
interface Dump {
  readonly source: string;
  readonly leaves: Readonly<Record<string, Registers>>;
}
const { models } = JSON.parse(
  readFileSync(new URL("../fixtures/registers.json", import.meta.url), "utf8"),
) as { models: Record<string, Dump> };
const NOTHING: Registers = [0, 0, 0, 0];
const pair = (high: number, low: number) => (BigInt(high) << 32n) | BigInt(low);
const MEASURED = CATALOGUE.filter((cpu) => !cpu.hypothetical);

test("every measured processor has a record of registers, in the order of the catalogue", () => {
  const ids = MEASURED.map((cpu) => cpu.id);
  const [without] = ids.filter((id) => models[id] === undefined);
  if (without !== undefined) {
    throw new Error(
      `${without} has no record in test/fixtures/registers.json: xsweep import DUMP --to catalogue --id ${without} prints it`,
    );
  }
  expect(Object.keys(models)).toEqual(ids);
});

test.each(
  MEASURED.filter(({ id }) => models[id] !== undefined).map((cpu) => [cpu.id, cpu] as const),
)("%s equals the registers of its dump", (id, cpu) => {
  const { source, leaves } = models[id] as Dump;
  const [eax, ebx, ecx, edx] = leaves[0] ?? NOTHING;
  const [features, compacted, xssLow, xssHigh] = leaves[1] ?? NOTHING;
  expect(cpu.source).toBe(source);
  expect(cpu.xcr0).toBe(pair(edx, eax));
  expect(cpu.xss).toBe(pair(xssHigh, xssLow));
  expect(cpu.eax1).toBe(features);
  const described = Object.entries(leaves)
    .filter(([leaf]) => Number(leaf) >= 2)
    .map(([leaf, [size, offset, flags]]) => ({
      bit: Number(leaf),
      size,
      offset: flags & 1 ? null : offset,
      supervisor: (flags & 1) !== 0,
      align64: (flags & 2) !== 0,
      xfd: (flags & 4) !== 0,
    }));
  expect(cpu.components.map(({ name: _, ...registers }) => registers)).toEqual(described);
  expect(standardSize(cpu, cpu.xcr0)).toBe(ecx);
  // EBX of both sub-leaves is for what was enabled when the dump was made.
  const enabled = legalXcr0(cpu).filter((xcr0) => standardSize(cpu, xcr0) === ebx);
  expect(enabled.length).toBeGreaterThan(0);
  if (compacted === 0) return;
  const explained = enabled.some((xcr0) =>
    subsets(cpu.xss).some((xss) => compactedSize(cpu, xcr0 | xss) === compacted),
  );
  expect(explained, `0DH.1.EBX = ${compacted}`).toBe(true);
});

const subsets = (mask: bigint): bigint[] =>
  Array.from({ length: 2 ** popcount(mask) }, (_, i) => subsetAt(mask, BigInt(i)));
const legalXcr0 = (cpu: (typeof CATALOGUE)[number]): bigint[] =>
  subsets(cpu.xcr0).filter((mask) => isLegal(cpu, mask));

test("APX lies in the room that MPX left: 128 bytes at 960, unaligned", () => {
  const apx = processor("granite-rapids-apx").components.at(-1);
  expect(apx).toEqual({
    bit: 19,
    name: "APX",
    size: 128,
    offset: 960,
    supervisor: false,
    align64: false,
    xfd: false,
  });
  expect(processor("granite-rapids").components.filter(isUser).length).toBe(7);
});

test("a component that a dump describes but does not enumerate is listed, and in no register", () => {
  const cpu = processor("centaur-cns");
  expect(cpu.components.map((c) => c.bit)).toContain(11);
  expect(cpu.xss).toBe(0n);
});

test("an unknown id lists the known ones", () => {
  expect(() => processor("zen4")).toThrow(/"zen4" names no processor \(known: penryn, .*zen-4/);
});
