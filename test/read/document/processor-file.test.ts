import fc from "fast-check";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../../src/catalogue/index.ts";
import { processorJson, readProcessor } from "../../../src/read/document/processor-file.ts";

const SPR = processor("sapphire-rapids");
type Json = Record<string, unknown> & { components: Record<string, unknown>[] };
const spoiled = (spoil: (json: Json) => void): string => {
  const json = structuredClone(processorJson(SPR)) as Json;
  spoil(json);
  return JSON.stringify(json);
};

test("every processor of the catalogue reads back from its file", () => {
  expect(CATALOGUE.map((cpu) => readProcessor(JSON.stringify(processorJson(cpu))))).toEqual(
    CATALOGUE,
  );
});

const component = (fields: object) => (json: Json) =>
  Object.assign(json.components[0] ?? {}, fields);
test.each<readonly [string, string, RegExp]>([
  ["no JSON", "{", /^no JSON: /],
  ["a list", "[]", /is no JSON object/],
  ["no schema", "{}", /schema is missing/],
  ["a missing field", spoiled((j) => delete j.name), /lacks the field "name"/],
  [
    "a missing component field",
    spoiled((j) => delete j.components[0]?.size),
    /components\[0\] lacks the field "size"/,
  ],
  [
    "components that are no list",
    spoiled((j) => Object.assign(j, { components: 7 })),
    /components is no list/,
  ],
  ["an xcr0 that is no mask", spoiled((j) => Object.assign(j, { xcr0: "7" })), /no mask/],
  [
    "xcr0 beyond the components",
    spoiled((j) => Object.assign(j, { xcr0: "0x102" })),
    /xcr0 0x102 has bits that no user component describes \(8\)/,
  ],
  ["features beyond XFD", spoiled((j) => Object.assign(j, { eax1: "0x20" })), /eax1 32 has more/],
  ["overlapping components", spoiled(component({ size: 1000 })), /overlap in the standard format/],
  ["a size of 0", spoiled(component({ size: 0 })), /size 0 is no integer in 1/],
  ["a size of 1.5", spoiled(component({ size: 1.5 })), /size 1.5 is no integer/],
  ["a size of 2^31", spoiled(component({ size: 2 ** 31 })), /no integer in 1..2\^31-1/],
  [
    "a size as text",
    spoiled(component({ size: "256" })),
    /components\[0\]: size is "256", not a number/,
  ],
  [
    "a total over 2^31-1",
    spoiled((j) => Object.assign(j.components[4] ?? {}, { size: 2 ** 31 - 1 })),
    /total .* is over 2\^31-1/,
  ],
  ["bit 63", spoiled(component({ bit: 63 })), /bit 63 is outside 2..62/],
  ["bit 1", spoiled(component({ bit: 1 })), /bit 1 is outside/],
  ["one bit twice", spoiled(component({ bit: 5 })), /bit 5 is given to two components/],
  ["one name twice", spoiled(component({ name: "PKRU" })), /two components are named/],
  [
    "a user offset below 576",
    spoiled(component({ offset: 512 })),
    /offset 512 is no integer from 576/,
  ],
  [
    "a user component without offset",
    spoiled(component({ offset: null })),
    /needs its standard-format offset/,
  ],
  [
    "a supervisor component with offset",
    spoiled((j) => Object.assign(j.components[4] ?? {}, { offset: 4096 })),
    /a supervisor component has no standard-format offset/,
  ],
])("%s is refused", (_, text, message) => {
  let thrown: unknown;
  try {
    readProcessor(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(RangeError);
  expect((thrown as Error).message).toMatch(message);
  expect((thrown as Error).message).not.toContain("\n");
});

test("always: any text gives a processor or a RangeError", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        readProcessor(text);
        return true;
      } catch (error) {
        return error instanceof RangeError;
      }
    }),
  );
});
