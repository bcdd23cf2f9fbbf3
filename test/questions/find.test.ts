import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import * as library from "../../src/index.ts";
import { find, findAll } from "../../src/questions/find.ts";
import { answers, type Query } from "../../src/questions/predicates.ts";
import { defaultUniverse } from "../../src/questions/question.ts";
import { RULES, rule } from "../../src/rules/index.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import { createProcessor } from "../../src/xsave/processor.ts";
import { rulesOn, TABLES, total } from "../spaces.ts";

const SPR = processor("sapphire-rapids");
const size = (bytes: number): Query => ({ kind: "size", bytes });

test("always: counts and lowest masks are those of the walk, every rule on five processors", () => {
  let asked = 0;
  for (const id of ["sapphire-rapids", "zen-4", "zen-2-4700s", "panther-lake-apx", "bulldozer"]) {
    const cpu = processor(id);
    for (const one of rulesOn(cpu)) {
      const universe = defaultUniverse(cpu, one) & ~3n;
      const masks = Array.from(
        { length: 2 ** popcount(universe) },
        (_, i) => subsetAt(universe, BigInt(i)) | 3n,
      );
      const sizes = masks.map((mask) => one.walk(cpu, mask));
      const distinct = [...new Set(sizes)].sort((a, b) => a - b);
      const some = distinct.filter((_, i) => i % Math.ceil(distinct.length / 5) === 0);
      for (const query of [...some.map(size), ...QUERIES]) {
        const right = masks.filter((_, i) => answers(query, sizes[i] as number));
        const legal = right.filter((mask) => isLegal(cpu, mask));
        const match = find(cpu, one, query, { limit: 4 });
        expect(
          match && [match.count, match.legalCount, match.masks.map(hex), match.legalMasks.map(hex)],
          `${id} ${one.id} ${JSON.stringify(query)}`,
        ).toEqual(
          right.length === 0
            ? null
            : [
                BigInt(right.length),
                BigInt(legal.length),
                right.slice(0, 4).map(hex),
                legal.slice(0, 4).map(hex),
              ],
        );
        asked++;
      }
    }
  }
  expect(asked).toBeGreaterThan(700);
});

const QUERIES: readonly Query[] = [
  { kind: "fits", bytes: 2048 },
  { kind: "fits", bytes: 100 },
  { kind: "pages", pages: 1 },
  { kind: "pages", pages: 3 },
  { kind: "order", order: 0 },
  { kind: "order", order: 2 },
];

test("10704: no legal mask by the architecture, two where alignment is ignored", () => {
  for (const id of ["sdm-standard", "sdm-compacted"]) {
    expect(find(SPR, rule(id), size(10704), { legal: true })).toBeNull();
  }
  const match = find(SPR, rule("kvm-5.16-compacted"), size(10704), { legal: true });
  expect(match?.masks.map(hex)).toEqual(["0x606e7", "0x608e7"]);
  expect(match?.legalCount).toBe(2n);
});

test("10752 has 20 legal masks; 2816 none, but gVisor's rule and a mask without tile data", () => {
  const match = find(SPR, rule("sdm-compacted"), size(10752));
  expect(match?.legalCount).toBe(20n);
  expect(match?.legalMasks.map(hex)).toContain("0x602e7");
  for (const one of RULES.filter(({ id }) => id !== "gvisor-standard")) {
    expect(find(SPR, one, size(2816), { legal: true }), one.id).toBeNull();
  }
  expect(find(SPR, rule("gvisor-standard"), size(2816), { domain: "own" })?.count).toBe(32n);
  // Linux's default user size: all of XCR0 but XTILEDATA, which no XCR0 can hold.
  expect(find(SPR, rule("linux-6.16-standard"), size(2816), { limit: 32 })?.masks).toContain(
    0x202e7n,
  );
});

test("2504, the number of CRIU's report, 2752 and 2816 of gVisor's: by whose rule", () => {
  const skylake = find(processor("skylake-sp"), rule("criu-2019-standard"), size(2504));
  expect(skylake?.legalMasks.map(hex)).toContain("0x2ff");
  const two = ["gvisor-2024-standard", "gvisor-standard"].map((id) =>
    [2752, 2816].map((bytes) => find(SPR, rule(id), size(bytes), { domain: "own" })?.count),
  );
  expect(two).toEqual([
    [32n, undefined],
    [undefined, 32n],
  ]);
});

test("840 on a processor that QEMU ends on: no mask takes it", () => {
  expect(find(processor("zen-2"), rule("qemu-standard"), size(840))).toBeNull();
});

test("orders: a size of one page is order 0, of three pages order 2", () => {
  expect(
    [1, 4096, 4097, 8192, 8193, 16384, 16385].map((bytes) =>
      [0, 1, 2, 3].find((order) => answers({ kind: "order", order }, bytes)),
    ),
  ).toEqual([0, 0, 1, 1, 2, 2, 3]);
});

test("always: the whole catalogue by all rules, as the walks of the rules have it", () => {
  let pairs = 0;
  for (const cpu of TABLES) {
    for (const one of rulesOn(cpu)) {
      const universe = defaultUniverse(cpu, one) & ~3n;
      let count = 0n;
      for (let i = 0n; i < 1n << BigInt(popcount(universe)); i++) {
        if (one.walk(cpu, subsetAt(universe, i) | 3n) === 832) count++;
      }
      const match = find(cpu, one, size(832));
      expect(match?.count ?? 0n, `${cpu.id} ${one.id}`).toBe(count);
      pairs++;
    }
  }
  expect(pairs).toBe(total((cpu) => rulesOn(cpu).length, TABLES));
});

test("what gives no answer is left out by name: never a partial answer as whole", () => {
  // Sizes that are all distinct: more than the counting engine takes.
  const wide = wideProcessor();
  const rules = [rule("sdm-standard"), rule("sdm-compacted")];
  const { matches, leftOut } = findAll([wide, processor("zen-4")], rules, size(832));
  const asked = 2 * rules.length;
  expect(leftOut.map(({ cpu }) => cpu)).toContain(wide.id);
  expect(leftOut.map(({ rule }) => rule)).toContain("sdm-compacted");
  for (const { cpu, rule, because } of leftOut) {
    if (!/^symbolic: more than/.test(because)) throw new Error(`${cpu} ${rule}: ${because}`);
  }
  expect(matches.some(({ cpu, rule }) => cpu === "zen-4" && rule === "sdm-compacted")).toBe(true);
  expect(matches.length + leftOut.length).toBeLessThan(asked);
  expect(() => findAll([wide], rules, size(832), { limits: 3 } as object)).toThrow(
    '"limits" is no option of find',
  );
});

/** 29 user components whose 2^29 sizes are all distinct. */
function wideProcessor() {
  let end = 576;
  const components = Array.from({ length: 29 }, (_, i) => {
    const [offset, length] = [end, 2 ** i];
    end += length;
    const [bit, name] = [20 + i, `C${i}`];
    return { bit, name, size: length, offset, supervisor: false, align64: false, xfd: false };
  });
  return createProcessor({
    ...processor("zen-4"),
    id: "wide",
    xcr0: 3n | (((1n << 29n) - 1n) << 20n),
    xss: 0n,
    components,
  });
}

test("the questions are answered by the library too", () => {
  const zen4 = library.processor("zen-4");
  const query = { kind: "fits", bytes: 832 } as const;
  const found = library.find(zen4, library.rule("sdm-standard"), query);
  expect(found?.legalMasks).toEqual([0x3n, 0x7n]);
  const [report] = library.assertOn(zen4, library.ASSERTIONS[0] as library.Assertion);
  expect(report?.masks).toBe(128n);
  const zen5 = library.processor("zen-5");
  expect(library.migration(zen4, zen5).masks.length).toBeGreaterThan(10);
  const compacted = library.rule("sdm-compacted");
  const question = library.questionOf(zen4, compacted, undefined);
  const side = (cpu: library.Processor) => ({ cpu, rule: compacted });
  expect(library.movesOf(side(zen4), side(zen5), question)).toEqual([]);
});
