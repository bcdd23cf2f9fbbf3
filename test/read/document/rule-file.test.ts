import { expect, test } from "vitest";
import { foldOf, sizeAt } from "../../../src/algebra/fold.ts";
import { CATALOGUE, processor } from "../../../src/catalogue/index.ts";
import { readRule } from "../../../src/read/document/rule-file.ts";
import { rule } from "../../../src/rules/index.ts";
import { stepsOf } from "../../../src/rules/rule.ts";
import { bit } from "../../../src/xsave/mask.ts";
import { enumerated } from "../../../src/xsave/processor.ts";

const FILE = {
  schema: "xsweep/rule@1",
  id: "mine-compacted",
  format: "compacted",
  stands: "my kernel 1.0",
  source: "mine.c area_size()",
  start: 576,
  bits: [
    {
      bits: "2-62",
      place: { align: "own" },
      present: { align: "own", then: "size" } as Record<string, unknown>,
    },
  ],
};
const read = (changes: object) => readRule(JSON.stringify({ ...FILE, ...changes }));

test.each([
  ["mine-compacted", FILE.bits, "sdm-compacted"],
  ["mine-standard", [{ bits: "2-62", present: { atLeast: "end" } }], "sdm-standard"],
  [
    "mine-standard",
    [{ bits: "2-62", present: { keep: false, then: "end" } }],
    "linux-5.18-standard",
  ],
  ["mine-compacted", [{ bits: "2-62", present: { plus: "size" } }], "kvm-5.16-compacted"],
] as const)("%s of %j is %s, on every processor, by steps and by walk", (id, bits, named) => {
  const mine = read({ id, format: id.slice("mine-".length), bits });
  let checked = 0;
  for (const cpu of CATALOGUE.filter((_, i) => i % 5 === 0)) {
    const universe = enumerated(cpu) & ~3n;
    const folds = [mine, rule(named)].map((one) => foldOf(stepsOf(one, cpu), universe, 3n));
    const [a, b] = folds;
    if (!a || !b) throw new Error("no fold");
    for (let i = 0n; i < bit(a.pairs.length); i++) {
      if (sizeAt(a, i) !== sizeAt(b, i)) throw new Error(`${cpu.id}, subset ${i}`);
      checked++;
    }
    expect(mine.walk(cpu, enumerated(cpu))).toBe(rule(named).walk(cpu, enumerated(cpu)));
  }
  expect(checked).toBeGreaterThan(1_000);
});

test("an absent component can align: 576 + PKRU 8, and up to 640 before what is not there", () => {
  const bits = [
    { bits: "2-62", absent: { align: "own" }, present: { align: "own", then: "size" } },
  ];
  const mine = read({ id: "mine-compacted", bits });
  const sizes = ["sapphire-rapids", "zen-4"].map((id) => mine.walk(processor(id), 0x203n));
  expect(sizes).toEqual([640, 584]);
});

test("rows later on count; a last step ends the walk; bits 0 and 1 can do something", () => {
  const zen = processor("zen-4");
  const mine = read({
    start: 512,
    bits: [
      ...FILE.bits,
      { bits: 0, present: { atLeast: 576 } },
      { bits: "9", present: { then: 64 } },
    ],
    last: { align: 64 },
  });
  expect([0n, 1n, 0x201n, 0x203n].map((mask) => mine.walk(zen, mask))).toEqual([
    512, 576, 640, 640,
  ]);
});

const first = (change: object) => ({ bits: [{ ...FILE.bits[0], ...change }] });

test.each<readonly [string, object, string]>([
  ["another schema", { schema: "xsweep/rule@2" }, 'schema is "xsweep/rule@2", not "xsweep/rule@1"'],
  ["no id", { id: undefined }, 'the file lacks the field "id"'],
  ["an id of the other format", { id: "mine-standard" }, "ends in -compacted"],
  ["no format", { format: "packed" }, 'format is "standard" or "compacted", not "packed"'],
  ["half a start", { start: 0.5 }, "start is no whole number"],
  ["a negative start", { start: -1 }, "start is no whole number"],
  ["no bits", { bits: 7 }, "bits is no list"],
  ["a row that is none", { bits: [7] }, "bits[0] is no JSON object"],
  ["a bit too many", first({ bits: "2-63" }), "bits[0]: bits is no list of numbers and ranges"],
  ["a range backwards", first({ bits: "9-2" }), "bits[0]: bits is no list"],
  ["a field that is none", first({ presnt: {} }), "bits[0]: presnt is no field"],
  ["a step that is none", first({ present: 8 }), "bits[0].present is no JSON object"],
  [
    "another alignment",
    first({ absent: { align: 32 } }),
    'bits[0].absent: align is 1, 64 or "own"',
  ],
  ["half a byte", first({ present: { then: 0.5 } }), "bits[0].present: then is no whole number"],
  [
    "another word",
    first({ place: { plus: "length" } }),
    "bits[0].place: plus is a number or one of",
  ],
  ["a word for keep", first({ present: { keep: "no" } }), "bits[0].present: keep is neither"],
  ["a step field that is none", first({ present: { min: 1 } }), "bits[0].present: min is no field"],
  ["a last step with a size", { last: { then: "size" } }, "last: there is no component"],
])("a file with %s is refused", (_, change, sentence) => {
  expect(() => read(change)).toThrow(sentence);
});

test("a step that a processor cannot fill names itself", () => {
  const mine = read(first({ present: { then: "end" } }));
  expect(() => stepsOf(mine, processor("zen-4"))).toThrow(
    "bits[0].present: CET_U has no end: it is a supervisor component",
  );
  expect(() => stepsOf(read(first({ bits: "0-5" })), processor("zen-4"))).toThrow(
    "bits[0].present: x87 and SSE have no size to take",
  );
  expect(() => readRule("{")).toThrow(/^no JSON/);
});
