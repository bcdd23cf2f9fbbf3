import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { type AssertionReport, assertOn } from "../../src/questions/assert.ts";
import { ASSERTIONS } from "../../src/questions/predicates.ts";
import { rule } from "../../src/rules/index.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import type { Processor } from "../../src/xsave/processor.ts";
import { masksOf, total, userMasksOf } from "../spaces.ts";

const named = (id: string) => ASSERTIONS.find((assertion) => assertion.id === id) ?? never(id);
const never = (id: string) => {
  throw new Error(`no assertion ${id}`);
};

function filtered(cpu: Processor, report: AssertionReport) {
  const rules = report.rules.map(rule);
  let broken = 0n;
  let first: string | null = null;
  let firstLegal: string | null = null;
  for (let i = 0n; i < 1n << BigInt(popcount(report.universe)); i++) {
    const mask = subsetAt(report.universe, i) | report.fixed;
    const [a = 0, b = 0] = rules.map((one) => one.walk(cpu, mask));
    if (report.assertion.holds(a, b)) continue;
    broken++;
    first ??= hex(mask);
    if (isLegal(cpu, mask)) firstLegal ??= hex(mask);
  }
  return { broken, first, firstLegal };
}

test.each(ASSERTIONS.map((assertion) => [assertion.id, assertion] as const))(
  "always: %s, counted by both engines as by the walks, on every processor",
  (_, assertion) => {
    let masks = 0n;
    for (const cpu of CATALOGUE) {
      for (const report of assertOn(cpu, assertion, { method: "both" })) {
        const { agree, broken, first, firstLegal } = report;
        expect(agree, cpu.id).toBe(true);
        expect(
          {
            broken,
            first: first && hex(first.mask),
            firstLegal: firstLegal && hex(firstLegal.mask),
          },
          cpu.id,
        ).toEqual(filtered(cpu, report));
        masks += report.masks;
      }
    }
    const alone = assertion.takes === "both" ? 0 : total(userMasksOf);
    expect(masks).toBe(BigInt(total(masksOf) + alone));
  },
);

test("legal masks alone; rules of one's own; a pair that is none", () => {
  const cpu = processor("sapphire-rapids");
  const [report] = assertOn(cpu, named("fits-8192"), {
    legal: true,
    rules: [rule("sdm-compacted")],
  });
  expect(report).toMatchObject({ masks: 768n, broken: 384n, legal: true });
  expect(report?.first).toEqual({ mask: 0x60003n, sizes: [8832] });
  expect(() => assertOn(cpu, named("same-pages"), { rules: [rule("sdm-standard")] })).toThrow(
    "same-pages takes a standard rule and a compacted one, in that order",
  );
});
