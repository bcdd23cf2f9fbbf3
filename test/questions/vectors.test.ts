import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { legalMasks } from "../../src/questions/legal-masks.ts";
import { vectorsOf } from "../../src/questions/vectors.ts";
import { rule } from "../../src/rules/index.ts";
import { layout } from "../../src/xsave/layout.ts";
import { hex } from "../../src/xsave/mask.ts";
import { synthetic } from "../processors.ts";

test("every vector of every processor is the layout of its mask", () => {
  let checked = 0;
  for (const { cpu: id, format, vectors } of vectorsOf(CATALOGUE, { legal: true })) {
    const cpu = processor(id);
    const masks = [...legalMasks(cpu)].filter((m) => format === "compacted" || !(m & cpu.xss));
    expect([id, format, vectors.map(({ mask }) => mask)]).toEqual([id, format, masks]);
    for (const { mask, size, offsets } of vectors) {
      const there = layout(cpu, mask, format);
      const places = there.components.map(({ bit, offset }) => [bit, offset] as const);
      places.sort(([a], [b]) => a - b);
      if (size !== there.size || `${offsets}` !== `${places}`) {
        throw new Error(`${id}, ${format}, ${hex(mask)}: ${size} ${offsets}`);
      }
      checked++;
    }
  }
  expect(checked).toBe(388 + 12_122);
});

test("without legal: 0x3 with every subset; a peer's rule gives the peer's numbers", () => {
  const [set] = vectorsOf([processor("sapphire-rapids")], { rules: [rule("kvm-5.16-compacted")] });
  expect(set?.vectors.length).toBe(2 ** 13);
  const wrong = set?.vectors.find(({ mask }) => mask === 0x606e7n);
  expect(wrong?.size).toBe(10704);
  expect(set?.vectors[0]).toEqual({ mask: 0x3n, size: 576, offsets: [] });
});

test("what gives no vectors says why", () => {
  expect(() => vectorsOf([synthetic(61)])).toThrow(/more than 2\^16 vectors: ask for legal ones/);
  const refused = { rules: [rule("qemu-standard")] };
  expect(() => vectorsOf([processor("zen-2")], refused)).toThrow(/gives no size on zen-2/);
});
