import fc from "fast-check";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { migration } from "../../src/questions/migration.ts";
import { type Addition, changedBits, proposed } from "../../src/questions/proposal.ts";
import { exchange, exchangesTurned, lostExchange } from "../../src/questions/proposal-exchange.ts";
import {
  ADDITION_WORDS,
  parseAddition,
  parseBit,
  parseResizing,
} from "../../src/questions/proposal-grammar.ts";
import { compactedSize, layout, standardSize } from "../../src/xsave/layout.ts";
import { enumerated, userPart } from "../../src/xsave/processor.ts";
import { restrict } from "../../src/xsave/restrict.ts";
import { synthetic } from "../processors.ts";

const SPR = processor("sapphire-rapids");
const NOTHING = { add: [], remove: [], resize: [] };
const adding = (...texts: string[]) => ({ ...NOTHING, add: texts.map(parseAddition) });

const words = fc.subarray([...ADDITION_WORDS]);
const name = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)
  .filter((text) => !ADDITION_WORDS.some((word) => word === text.toLowerCase()));
const mixed = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((up) => [...text].map((c, i) => (up[i] ? c.toUpperCase() : c)).join(""));
const number = (most: number) =>
  fc
    .tuple(fc.nat(most), fc.boolean())
    .map(([n, hex]) => [n, hex ? `0x${n.toString(16)}` : `${n}`] as const);

test("--add: whatever is said is what is read, words in any case and order", () => {
  const said = fc
    .tuple(
      number(62),
      number(2 ** 30).filter(([n]) => n > 0),
      fc.option(number(2 ** 30)),
      words.chain((some) => fc.shuffledSubarray(some, { minLength: some.length })),
      fc.option(name),
    )
    .chain(([bit, size, offset, some, called]) =>
      fc.tuple(...some.map(mixed)).map((spelt) => {
        const parts = [bit[1], size[1], ...(offset ? [offset[1]] : []), ...spelt];
        const addition: Addition = {
          ...{ bit: bit[0], size: size[0], offset: offset ? offset[0] : null, name: called },
          align64: some.includes("align64"),
          xfd: some.includes("xfd"),
          supervisor: some.includes("supervisor"),
        };
        return [[...parts, ...(called === null ? [] : [called])].join(":"), addition] as const;
      }),
    );
  fc.assert(
    fc.property(said, ([text, addition]) => {
      expect(parseAddition(text)).toEqual(addition);
    }),
  );
});

test("any other text is a RangeError of one line, or a component", () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom("20", "8", "0", "0x40", "align64", "xfd", "", "A", "-1", "1e3"), {
        maxLength: 7,
      })
      .map((parts) => parts.join(":")),
  );
  fc.assert(
    fc.property(text, (some) => {
      for (const parse of [parseAddition, parseResizing, parseBit]) {
        try {
          parse(some);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }
    }),
  );
});

test.each([
  ["20", /no SIZE/],
  ["20:", /no SIZE/],
  [":8", /no BIT/],
  ["20:0", /0 bytes/],
  ["20:x", /SIZE is a number.*"x"/],
  ["20:8:xfd:xfd", /"xfd" twice/],
  ["20:8:A:xfd", /"xfd" behind the name "A"/],
  ["20:8:xfd:4096", /right behind SIZE/],
  ["20:8::A", /an empty part/],
  ["20:8:-4", /right behind SIZE/],
])("--add %s is refused", (text, why) => expect(() => parseAddition(text)).toThrow(why));

test.each([
  ["18", /no SIZE/],
  ["18:0", /0 bytes/],
  ["18:8:8", /"8" is too much/],
])("--resize %s is refused", (text, why) => expect(() => parseResizing(text)).toThrow(why));

test.each([
  ["2:8", /bit 2 is taken by AVX \(256 bytes\)/],
  ["12:16:supervisor", /taken by CET_S/],
  ["0:8", /legacy/],
  ["1:8", /legacy/],
  ["63:8", /2\.\.62/],
  ["3:64:supervisor", /BNDREGS, a user component/],
  ["16:8", /HWP, a supervisor component/],
  ["20:8:4096:supervisor", /no offset/],
  ["20:8:500", /offset 500/],
  ["20:8:2816", /overlap/],
  ["20:8:AVX", /two components are named AVX/],
  ["20:8:a+b", /no name/],
  ["20:4294967296", /size 4294967296/],
])("sapphire-rapids has no room for %s", (text, why) =>
  expect(() => proposed(SPR, adding(text))).toThrow(why),
);

test("what is not there is neither removed nor resized", () => {
  expect(() => proposed(SPR, { ...NOTHING, remove: [20] })).toThrow(/no component 20 to remove/);
  expect(() => proposed(SPR, { ...NOTHING, resize: [{ bit: 1, size: 8 }] })).toThrow(/legacy/);
  expect(() => proposed(SPR, { ...NOTHING, resize: [{ bit: 5, size: 128 }] })).toThrow(/overlap/);
});

test("a component at the end of the area, and the question of bit 20 worked by hand", () => {
  const after = proposed(SPR, adding("20:1024:align64"));
  expect(after.components.at(-1)).toEqual({
    ...{ bit: 20, name: "new20", size: 1024, offset: 11008 },
    ...{ supervisor: false, align64: true, xfd: false },
  });
  expect(after).toMatchObject({ id: "sapphire-rapids-proposed", hypothetical: true });
  expect([after.xcr0, after.xss]).toEqual([SPR.xcr0 | (1n << 20n), SPR.xss]);
  expect(standardSize(after, enumerated(after))).toBe(11008 + 1024);
  expect(compactedSize(after, enumerated(after))).toBe(11776 + 1024);
  expect(changedBits(SPR, after)).toBe(1n << 20n);
});

test("removed, resized, added, in this order; XSAVES and XFD come and go with what needs them", () => {
  const bare = restrict(SPR, 0x3n);
  expect(proposed({ ...bare, eax1: 0x1 }, adding("12:16:supervisor")).eax1).toBe(0x9);
  expect(proposed({ ...bare, eax1: 0x1 }, adding("20:8:xfd")).eax1).toBe(0x11);
  const after = proposed(SPR, {
    remove: [17, 18],
    resize: [{ bit: 9, size: 64 }],
    add: [parseAddition("17:32"), parseAddition("20:8:K")],
  });
  expect(after.eax1).toBe((SPR.eax1 ?? 0x1f) & 0xf);
  const places = layout(after, after.xcr0, "standard").components.map(({ name, offset }) => [
    name,
    offset,
  ]);
  expect(places.slice(-3)).toEqual([
    ["PKRU", 2688],
    ["XTILECFG", 2752],
    ["K", 2816],
  ]);
  expect(changedBits(SPR, after)).toBe(0x160200n);
});

test("a user component of any size lies behind the others, wherever bits are free", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CATALOGUE, synthetic(20)),
      fc.integer({ min: 22, max: 61 }),
      fc.integer({ min: 1, max: 1 << 20 }),
      (cpu, bit, size) => {
        const after = proposed(cpu, adding(`${bit}:${size}`));
        const before = standardSize(cpu, userPart(cpu, enumerated(cpu)));
        const grown = standardSize(after, after.xcr0);
        // What a dump describes without enumerating it keeps its place too.
        expect(grown).toBeGreaterThanOrEqual(Math.ceil(before / 64) * 64 + size);
        expect((grown - size) % 64).toBe(0);
      },
    ),
  );
});

test("exchange is what migration says of every mask that both can have, both ways", () => {
  const few = CATALOGUE.filter((cpu) => enumerated(cpu) < 1n << 20n).filter((_, i) => i % 4 === 0);
  // Of equal sizes, aligned on one side only.
  const [plain, aligned] = ["11:32:supervisor", "11:32:supervisor:align64"].map((text) =>
    proposed(processor("haswell"), adding("9:8:832", text)),
  );
  const small = [...few, plain, aligned].filter((cpu) => cpu !== undefined);
  let spoilt = 0;
  for (const a of small) {
    for (const b of small) {
      const { shared, standard, compacted } = exchange(a, b);
      const ways = [migration(a, b), migration(b, a)];
      const both = ways.flatMap(({ masks }) => masks.filter(({ mask }) => (mask & ~shared) === 0n));
      const valid = [
        both.every(({ standardValid }) => standardValid),
        both.every(({ compactedValid }) => compactedValid),
      ];
      if (!valid.every(Boolean)) spoilt++;
      // Legality may forbid a mask on one side alone, as APX beside MPX does; none of these have both.
      expect([standard === 0n, (compacted ?? 0n) === 0n], `${a.id} ${b.id}`).toEqual(
        compacted === null ? [valid[0], true] : valid,
      );
    }
  }
  expect(spoilt).toBeGreaterThan(10);
});

test("PKRU where Zen 4 has it not: exchange is lost with those that have it at 2432", () => {
  const cpu = restrict(processor("zen-4"), 0xe7n);
  const after = proposed(cpu, adding("9:8:2688"));
  const turns = exchangesTurned(cpu, after, changedBits(cpu, after), CATALOGUE);
  const lost = turns.filter((one) => lostExchange(one).standard).map((one) => one.cpu);
  expect(lost).toContain("zen-4");
  expect(lost).not.toContain("zen-1");
  // What never went both ways is not lost.
  const still = (standard: bigint, compacted: bigint | null) => ({
    ...{ shared: 7n, standard, compacted },
  });
  const turn = { cpu: "any", hypothetical: false, lacks: 0n };
  expect(lostExchange({ ...turn, before: still(4n, 4n), after: still(4n, 4n) })).toEqual({
    standard: false,
    compacted: false,
  });
  expect(lostExchange({ ...turn, before: still(0n, 0n), after: still(4n, null) })).toEqual({
    standard: true,
    compacted: false,
  });
});
