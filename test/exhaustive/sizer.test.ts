import { expect, test } from "vitest";
import { foldOf } from "../../src/algebra/fold.ts";
import { step } from "../../src/algebra/step.ts";
import { bitSteps, whenPresent } from "../../src/algebra/steps.ts";
import { processor } from "../../src/catalogue/index.ts";
import { sizer } from "../../src/exhaustive/sizer.ts";
import { rule } from "../../src/rules/index.ts";
import { type Rule, stepsOf } from "../../src/rules/rule.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { hex } from "../../src/xsave/mask.ts";
import { described } from "../../src/xsave/processor.ts";
import { subsets } from "../../src/xsave/subsets.ts";
import { sizesOf } from "../sizes.ts";
import { describedMasksOf, rulesOn, TABLES, total } from "../spaces.ts";

const SPR = processor("sapphire-rapids");

test("always: a sizer gives what the steps of its rule give, on every mask of every processor", () => {
  let checked = 0;
  for (const cpu of TABLES) {
    const universe = described(cpu);
    const masks = [...subsets(universe)];
    for (const one of rulesOn(cpu)) {
      const size = sizer(cpu, one);
      const sizes = sizesOf(foldOf(stepsOf(one, cpu), universe, 0n));
      for (const [i, mask] of masks.entries()) {
        if (size(mask) !== sizes[i]) {
          throw new Error(`${cpu.id} ${one.id} ${hex(mask)}: ${size(mask)}, not ${sizes[i]}`);
        }
      }
      checked += masks.length;
    }
  }
  expect(checked).toBe(total((cpu) => describedMasksOf(cpu) * rulesOn(cpu).length, TABLES));
});

test("by format, by id, by halves", () => {
  const mask = 0x602e7n;
  expect(sizer(SPR, "standard")(mask)).toBe(standardSize(SPR, mask));
  expect(sizer(SPR, "compacted").at(0x602e7, 0)).toBe(compactedSize(SPR, mask));
  expect(sizer(SPR, "kvm-5.16-compacted")(mask)).toBe(rule("kvm-5.16-compacted").walk(SPR, mask));
  const lwp = processor("bulldozer");
  expect(sizer(lwp, "compacted").at(7, 0x4000_0000)).toBe(compactedSize(lwp, (1n << 62n) | 7n));
});

test("what is no mask of the processor is refused, by either door", () => {
  const size = sizer(SPR, "compacted");
  const unknown = "bit 20 names no state component of sapphire-rapids";
  expect(() => size(1n << 20n)).toThrow(unknown);
  expect(() => size.at(1 << 20, 0)).toThrow(unknown);
  expect(() => size(7 as unknown as bigint)).toThrow("a mask is a bigint, not number");
  expect(() => size(-1n)).toThrow("a mask is not negative: -1");
  expect(() => size.at(-1, 0)).toThrow("lo is half a mask, an integer in 0..2^32-1, not -1");
  expect(() => size.at(7, 2 ** 32)).toThrow("hi is half a mask");
  expect(() => size.at(7.5, 0)).toThrow("not 7.5");
  expect(() => size.at(7n as unknown as number, 0)).toThrow("not 7");
});

test("what is no rule, and rules whose sizes no engine takes, are refused", () => {
  expect(() => sizer(SPR, "sdm")).toThrow('"sdm" names no rule');
  expect(() => sizer(SPR, undefined as unknown as string)).toThrow("a rule is an id or an object");
  const huge: Rule = {
    ...rule("sdm-compacted"),
    steps: () => ({
      start: 576,
      bits: bitSteps(new Map([[2, whenPresent(step({ plus: 2 ** 31 - 1 }))]])),
    }),
  };
  expect(() => sizer(SPR, huge)).toThrow("a size over 2^31-1 bytes");
});

test("steps that forget, align when absent and end with one of their own are tabulated too", () => {
  const own: Rule = {
    ...rule("sdm-compacted"),
    steps: () => ({
      start: 100,
      bits: bitSteps(
        new Map([
          [1, whenPresent(step({ then: 5 }))],
          [2, { absent: step({ align: 64 }), present: step({ keep: false, then: 9 }) }],
          [9, whenPresent(step({ atLeast: 300 }))],
        ]),
      ),
      last: step({ plus: 1, align: 64 }),
    }),
  };
  const size = sizer(SPR, own);
  expect([size(0n), size(2n), size(4n), size(0x204n), size(0x202n)]).toEqual([
    192, 192, 64, 320, 320,
  ]);
});
