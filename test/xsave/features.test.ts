import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { featuresOf } from "../../src/xsave/features.ts";
import { restrict } from "../../src/xsave/restrict.ts";

test("what a file does not say of 0DH.1:EAX is what its components leave room for", () => {
  const silent = (id: string) => featuresOf({ ...processor(id), eax1: undefined });
  expect([silent("zen-4"), silent("sapphire-rapids"), silent("penryn")]).toEqual([0xf, 0x1f, 0xf]);
  const said = ["zen-4", "sapphire-rapids", "haswell", "penryn", "granite-rapids-apx"];
  expect(said.map((id) => featuresOf(processor(id)))).toEqual([0xf, 0x1f, 0x1, 0x0, 0x1f]);
});

test("a processor cut down keeps its instructions; XFD goes with the last component under it", () => {
  const spr = processor("sapphire-rapids");
  expect(featuresOf(restrict(spr, 0x602e7n))).toBe(0x1f);
  expect(featuresOf(restrict(spr, 0x2e7n))).toBe(0xf);
  for (const cpu of CATALOGUE) {
    const cut = featuresOf(restrict(cpu, 0x7n));
    if (cut !== (featuresOf(cpu) & 0xf)) throw new Error(`${cpu.id}:0x7 has 0x${cut.toString(16)}`);
  }
});
