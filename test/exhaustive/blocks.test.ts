import fc from "fast-check";
import { expect, test } from "vitest";
import { bySize, type Figure } from "../../src/algebra/figures.ts";
import { foldOf } from "../../src/algebra/fold.ts";
import { createEngine } from "../../src/exhaustive/engine.ts";
import { rule } from "../../src/rules/index.ts";
import { stepsOf } from "../../src/rules/rule.ts";
import { symbolicSummary } from "../../src/symbolic/summary.ts";
import { createProcessor } from "../../src/xsave/processor.ts";

const FIGURES: ReadonlySet<Figure> = new Set(["sum", "min", "max", "histogram"]);

/** Sixteen components: blocks that add, that align, and aligned ones in the low table and above it. */
const component = fc.record({ size: fc.integer({ min: 1, max: 1_900 }), align64: fc.boolean() });
const components = fc.array(component, { minLength: 16, maxLength: 16 });

test("always: sums of quotients and counts of a list are those of sizes, as counted and as walked", () => {
  fc.assert(
    fc.property(components, (some) => {
      const cpu = createProcessor({
        id: "any",
        name: "any",
        components: some.map(({ size, align64 }, i) => ({
          bit: i + 2,
          name: `c${i}`,
          size,
          offset: null,
          align64,
        })),
      });
      const fold = foldOf(stepsOf(rule("sdm-compacted"), cpu), cpu.xss, 3n);
      const counted = symbolicSummary(fold);
      for (const source of ["table", "walk"] as const) {
        const engine = createEngine(fold, undefined, source);
        const { sum, min, max, histogram } = engine.summary(FIGURES, 0, 2 ** 16);
        expect([sum, min, max]).toEqual([counted.sum, counted.min, counted.max]);
        expect(bySize(histogram)).toEqual(bySize(counted.histogram));
      }
    }),
    { numRuns: 50 },
  );
});

test("the largest sizes that 16-bit lanes take add up without a carry lost", () => {
  const cpu = createProcessor({
    id: "large",
    name: "large",
    components: Array.from({ length: 16 }, (_, i) => ({
      bit: i + 2,
      name: `c${i}`,
      size: i === 15 ? 32_767 - 576 - 15 * 64 : 64,
      offset: null,
      align64: i === 15,
    })),
  });
  const fold = foldOf(stepsOf(rule("sdm-compacted"), cpu), cpu.xss, 3n);
  const { sum, max } = createEngine(fold).summary(FIGURES, 0, 2 ** 16);
  expect([sum, max.size]).toEqual([symbolicSummary(fold).sum, 32_767]);
});
