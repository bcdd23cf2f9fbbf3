/** What a caller without types gives by mistake is named, whatever it is. */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { createProcessor, type Processor } from "../../src/xsave/processor.ts";

const ZEN_4 = processor("zen-4");

test.each([
  ["id", undefined, 'the processor lacks the field "id"'],
  ["xcr0", 7, "the processor: xcr0 is 7, not a bigint"],
  ["xss", "0x800", 'the processor: xss is "0x800", not a bigint'],
  ["hypothetical", null, "the processor: hypothetical is null, not a boolean"],
  ["components", {}, "the processor: components is no list"],
] as const)("%s = %j: %s", (field, value, message) => {
  const wrong = { ...ZEN_4, [field]: value } as unknown as Processor;
  expect(() => createProcessor(wrong)).toThrow(new TypeError(message));
});

test("what is left out stands for what is most often meant", () => {
  const [avx, cet] = [
    { bit: 2, name: "AVX", size: 256, offset: 576 },
    { bit: 12, name: "CET_S", size: 24, offset: null },
  ];
  const flags = { align64: false, xfd: false };
  expect(createProcessor({ id: "mine", name: "Mine", components: [cet, avx] })).toEqual({
    id: "mine",
    name: "Mine",
    vendor: "unknown",
    source: "unknown",
    hypothetical: false,
    xcr0: 7n,
    xss: 0x1000n,
    components: [
      { ...avx, ...flags, supervisor: false },
      { ...cet, ...flags, supervisor: true },
    ],
  });
  const { offset, ...without } = cet;
  expect(() => createProcessor({ id: "m", name: "M", components: [without] })).toThrow(
    "CET_S: a user component needs its standard-format offset, not null",
  );
  const [told] = createProcessor({
    id: "m",
    name: "M",
    components: [{ ...without, supervisor: true }],
  }).components;
  expect(told?.offset).toBe(offset);
});

test.each([
  ["supervisor", null, "components[0]: supervisor is null, not a boolean"],
  ["bit", undefined, 'components[0] lacks the field "bit"'],
  ["align64", "no", 'components[0]: align64 is "no", not a boolean'],
  ["size", "64", 'components[0]: size is "64", not a number'],
] as const)("components[0].%s = %j: %s", (field, value, message) => {
  const [first, ...others] = ZEN_4.components;
  const wrong = { ...ZEN_4, components: [{ ...first, [field]: value }, ...others] };
  expect(() => createProcessor(wrong as unknown as Processor)).toThrow(new TypeError(message));
});
