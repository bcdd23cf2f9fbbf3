import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Difference,
  mergeDifferences,
  NO_DIFFERENCE,
  worse,
} from "../../src/algebra/difference.ts";
import { type Fold, foldOf, sizeAt } from "../../src/algebra/fold.ts";
import { apply } from "../../src/algebra/step.ts";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { RULES, rule } from "../../src/rules/index.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { stepsOf } from "../../src/rules/rule.ts";
import { symbolicDifference } from "../../src/symbolic/count-difference.ts";
import { hex, subsetAt } from "../../src/xsave/mask.ts";
import {
  createProcessor,
  enumerated,
  type Processor,
  userPart,
} from "../../src/xsave/processor.ts";
import { anyProcessor, PROCESSORS_FOR } from "../rules/tables.ts";
import { rulesOn, total } from "../spaces.ts";

function sizesOf({ start, pairs }: Fold): number[] {
  let sizes = [start];
  for (const { absent, present } of pairs) {
    sizes = [...sizes.map((x) => apply(absent, x)), ...sizes.map((x) => apply(present, x))];
  }
  return sizes;
}

/** The comparison mask by mask. */
function plain(a: Fold, b: Fold): Difference {
  const right = sizesOf(b);
  return sizesOf(a).reduce<Difference>((before, x, i) => {
    const bytes = Math.abs(x - (right[i] as number));
    const index = BigInt(i);
    return {
      masks: before.masks + 1n,
      differ: before.differ + (bytes === 0 ? 0n : 1n),
      first: before.first ?? (bytes === 0 ? null : index),
      worst: bytes === 0 ? before.worst : worse(before.worst, { bytes, index }),
    };
  }, NO_DIFFERENCE);
}

const foldsOf = (cpu: Processor, a: Rule, b: Rule): [Fold, Fold] => {
  const bothCompacted = a.format === "compacted" && b.format === "compacted";
  const universe = (bothCompacted ? enumerated(cpu) : userPart(cpu, enumerated(cpu))) & ~3n;
  return [foldOf(stepsOf(a, cpu), universe, 3n), foldOf(stepsOf(b, cpu), universe, 3n)];
};

test("always: counted equals enumerated, for every pair of rules on every seventh processor", () => {
  let compared = 0;
  for (const cpu of CATALOGUE.filter((_, i) => i % 7 === 0)) {
    const rules = rulesOn(cpu);
    for (const a of rules) {
      for (const b of rules) {
        const [left, right] = foldsOf(cpu, a, b);
        const counted = symbolicDifference(left, right);
        const enumerated = plain(left, right);
        const [left1, right1] = [counted, enumerated].map((one) => JSON.stringify(one, big));
        if (left1 !== right1) {
          throw new Error(
            `${cpu.id} ${a.id} ${b.id}:\n  counted    ${left1}\n  enumerated ${right1}`,
          );
        }
        compared++;
      }
    }
  }
  expect(compared).toBe(
    total(
      (cpu) => rulesOn(cpu).length ** 2,
      CATALOGUE.filter((_, i) => i % 7 === 0),
    ),
  );
});

const big = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}` : value);

/** Rules that answer for any table. */
const ANYWHERE = RULES.filter(({ id }) => !PROCESSORS_FOR.has(id));

test("always: so on random tables", () => {
  fc.assert(
    fc.property(
      anyProcessor,
      fc.constantFrom(...ANYWHERE),
      fc.constantFrom(...ANYWHERE),
      (cpu, a, b) => {
        const [left, right] = foldsOf(cpu, a, b);
        expect(symbolicDifference(left, right)).toEqual(plain(left, right));
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ["granite-rapids-apx", "linux-5.18-standard", "sdm-standard", 126n, 256n, 0x80023n, 9920],
  ["sapphire-rapids", "kvm-5.16-compacted", "sdm-compacted", 5376n, 8192n, 0x20203n, 56],
  ["granite-rapids-apx", "wine-compacted", "sdm-compacted", 3584n, 32768n, 0x80203n, 56],
])("%s: %s differs from %s on %s of %s masks", (id, a, b, differ, masks, first, worst) => {
  const cpu = processor(id);
  const difference = symbolicDifference(...foldsOf(cpu, rule(a), rule(b)));
  const universe = (b === "sdm-standard" ? userPart(cpu, enumerated(cpu)) : enumerated(cpu)) & ~3n;
  expect(difference.differ).toBe(differ);
  expect(difference.masks).toBe(masks);
  expect(hex(subsetAt(universe, difference.first ?? 0n) | 3n)).toBe(hex(first));
  expect(difference.worst?.bytes).toBe(worst);
});

/** 61 components, all extended bits: sizes as `size` says. */
const wide = (size: (n: number) => number, align64: (n: number) => boolean): Processor => {
  let offset = 576;
  return createProcessor({
    id: "wide",
    name: "wide",
    vendor: "test",
    source: "test",
    hypothetical: true,
    xcr0: (1n << 63n) - 1n,
    xss: 0n,
    components: Array.from({ length: 61 }, (_, i) => {
      const bytes = size(i);
      offset += bytes;
      return {
        bit: i + 2,
        name: `c${i}`,
        size: bytes,
        offset: offset - bytes,
        supervisor: false,
        align64: align64(i),
        xfd: false,
      };
    }),
  });
};

test("61 components: sizes that are multiples of 8, all aligned, two compacted rules", () => {
  const cpu = wide(
    (n) => 8 * (1 + ((n * 37) % 140)),
    () => true,
  );
  const [a, b] = foldsOf(cpu, rule("kvm-5.16-compacted"), rule("sdm-compacted"));
  const { masks, differ } = symbolicDifference(a, b);
  expect(masks).toBe(1n << 61n);
  // The same with the two halves split by the top bit: each counted on its own.
  const halves = [0n, 1n << 62n].map((top) => {
    const universe = enumerated(cpu) & ~3n & ~(1n << 62n);
    const [x, y] = ["kvm-5.16-compacted", "sdm-compacted"].map((id) =>
      foldOf(stepsOf(rule(id), cpu), universe, 3n | top),
    ) as [Fold, Fold];
    return symbolicDifference(x, y).differ;
  });
  expect(differ).toBe((halves[0] as bigint) + (halves[1] as bigint));
  expect(differ).toBeGreaterThan(0n);
});

test("too many pairs of sizes: an error that names the limit and the component", () => {
  const cpu = wide(
    (n) => 1 + ((n * 7919) % 8191),
    (n) => n % 2 === 0,
  );
  const [a, b] = foldsOf(cpu, rule("kvm-5.16-compacted"), rule("kvm-5.16-compacted"));
  const sum = symbolicDifference(a, b);
  expect(sum.differ).toBe(0n);
  const [c, d] = foldsOf(cpu, rule("sdm-standard"), rule("sdm-compacted"));
  expect(() => symbolicDifference(c, d)).toThrow(
    /^symbolic: more than 1048576 distinct pairs of sizes after \d+ of 61 components/,
  );
});

test("merging keeps the lowest first and the lowest of the worst", () => {
  const part = (first: bigint, bytes: number): Difference => ({
    masks: 4n,
    differ: 1n,
    first,
    worst: { bytes, index: first },
  });
  const merged = [part(9n, 8), part(5n, 8), part(7n, 2)].reduce(mergeDifferences, NO_DIFFERENCE);
  expect(merged).toEqual({ masks: 12n, differ: 3n, first: 5n, worst: { bytes: 8, index: 5n } });
  expect(sizeAt({ start: 1, pairs: [], origin: 0n }, 0n)).toBe(1);
});
