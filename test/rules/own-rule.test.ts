/** Rules of one's own: the engines take them as they take the named ones. */
import { expect, test } from "vitest";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import {
  createEngine,
  foldOf,
  layout,
  processor,
  rule,
  sizer,
  step,
  stepsOf,
  symbolicSummary,
  whenPresent,
} from "../../src/index.ts";
import { hex } from "../../src/xsave/mask.ts";
import { subsets } from "../../src/xsave/subsets.ts";

const packed = rule({
  id: "packed-compacted",
  format: "compacted",
  each: ({ size }) => whenPresent(step({ then: size })),
});

test("always: a rule without alignment, written in a line, is kvm-5.16-compacted everywhere", () => {
  const kvm = rule("kvm-5.16-compacted");
  for (const cpu of CATALOGUE.filter((_, i) => i % 9 === 0)) {
    const size = sizer(cpu, packed);
    for (const mask of subsets(cpu.xcr0 | cpu.xss)) {
      const right = kvm.walk(cpu, mask);
      if (packed.walk(cpu, mask) !== right || size(mask) !== right) {
        throw new Error(`${cpu.id} ${hex(mask)}: ${packed.walk(cpu, mask)}, not ${right}`);
      }
    }
  }
});

test("one thread's engine and the symbolic one take it", () => {
  const cpu = processor("sapphire-rapids");
  const fold = foldOf(stepsOf(packed, cpu), cpu.xcr0 & ~3n, 3n);
  const counted = symbolicSummary(fold);
  const { sum, max } = createEngine(fold).summary(new Set(["sum", "max"]), 0, 2 ** 7);
  expect([sum, max.size]).toEqual([counted.sum, 10_696]);
});

test("what is no rule is refused in a sentence", () => {
  const each = () => whenPresent(step({}));
  const bad = (own: object) => () => rule(own as never);
  expect(bad({ format: "compacted", each })).toThrow("id of rule is missing");
  expect(bad({ id: "a-standard", format: "compacted", each })).toThrow(
    "does not end in -compacted",
  );
  expect(bad({ id: "a-compacted", format: "packed", each })).toThrow('"packed" is no format');
  expect(bad({ id: "a-compacted", format: "compacted", eech: each })).toThrow(
    /did you mean "each"/,
  );
  const huge = rule({
    id: "huge-compacted",
    format: "compacted",
    each: () => whenPresent(step({ then: 2 ** 31 })),
  });
  expect(() => huge.walk(processor("zen-4"), 7n)).toThrow(/huge-compacted/);
});

test("a component of a layout, by its bit or its name", () => {
  const cpu = processor("zen-4");
  for (const format of ["standard", "compacted"] as const) {
    const area = layout(cpu, 0x2e7n, format);
    expect(area.at("PKRU")?.offset).toBe(2432);
    expect(area.at("pkru")).toBe(area.at(9));
    expect([area.at("CET_U"), area.at(2)?.offset, area.at("nobody")]).toEqual([
      undefined,
      576,
      undefined,
    ]);
  }
});
