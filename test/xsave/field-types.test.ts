/** What a caller without types gives by mistake is named, whatever it is. */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { createProcessor, type Processor } from "../../src/xsave/processor.ts";

const ZEN_4 = processor("zen-4");

test.each([
  ["id", undefined, "processor: id is undefined, not a string"],
  ["xcr0", 7, "processor: xcr0 is 7, not a bigint"],
  ["xss", "0x800", 'processor: xss is "0x800", not a bigint'],
  ["hypothetical", null, "processor: hypothetical is null, not a boolean"],
  ["components", {}, "processor: components is no list"],
] as const)("%s = %j: %s", (field, value, message) => {
  const wrong = { ...ZEN_4, [field]: value } as unknown as Processor;
  expect(() => createProcessor(wrong)).toThrow(new TypeError(message));
});

test.each([
  ["supervisor", undefined, "components[0]: supervisor is undefined, not a boolean"],
  ["align64", "no", 'components[0]: align64 is "no", not a boolean'],
  ["size", "64", 'components[0]: size is "64", not a number'],
] as const)("components[0].%s = %j: %s", (field, value, message) => {
  const [first, ...others] = ZEN_4.components;
  const wrong = { ...ZEN_4, components: [{ ...first, [field]: value }, ...others] };
  expect(() => createProcessor(wrong as unknown as Processor)).toThrow(new TypeError(message));
});
