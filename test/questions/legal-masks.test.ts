import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { legalCount, legalMaskAt, legalMasks } from "../../src/questions/legal-masks.ts";
import { illegalities } from "../../src/xsave/legality.ts";
import { hex } from "../../src/xsave/mask.ts";
import { enumerated } from "../../src/xsave/processor.ts";
import { subsets } from "../../src/xsave/subsets.ts";

test("always: the legal masks of every processor, in order and by number, are those of the filter", () => {
  for (const cpu of CATALOGUE) {
    const wanted = [...subsets(enumerated(cpu))].filter(
      (mask) => illegalities(cpu, mask).length === 0,
    );
    expect([...legalMasks(cpu)]).toEqual(wanted);
    expect(legalCount(cpu)).toBe(BigInt(wanted.length));
    for (const [i, mask] of wanted.entries()) {
      // Every number of the small ones, some of the others, and the last.
      if (wanted.length > 300 && i % 29 !== 0 && i !== wanted.length - 1) continue;
      const found = legalMaskAt(cpu, BigInt(i));
      if (found !== mask) throw new Error(`${cpu.id} ${i}: ${hex(found)}, not ${hex(mask)}`);
    }
  }
});

test("a number that no legal mask has is refused", () => {
  const cpu = processor("bulldozer");
  expect(() => legalMaskAt(cpu, 6n)).toThrow(
    "bulldozer has 6 legal masks, numbered from 0: none is 6",
  );
  expect(() => legalMaskAt(cpu, -1n)).toThrow("none is -1");
  expect(() => legalMaskAt(cpu, 1 as unknown as bigint)).toThrow(
    "an index is a bigint, not number",
  );
});
