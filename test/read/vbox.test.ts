/** The two halves of the IA32_XSS mask in a VirtualBox log: swapped, in their order, both in use. */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { readDump } from "../../src/read/index.ts";
import { hex } from "../../src/xsave/mask.ts";
import { vboxText } from "./words.ts";

const ZEN_4 = processor("zen-4");

/** The log of a Zen 4, IA32_XSS printed as `high` and `low`. */
function read(high: string, low: string) {
  const text = vboxText(ZEN_4).replace(
    /(Valid IA32_XSS bits, host: )0x[0-9a-f]{8}`[0-9a-f]{8}/,
    `$10x${high}\`${low}`,
  );
  const [reading] = readDump(text).readings;
  if (!reading?.leaf0d) throw new Error("no registers were read");
  return { leaf0d: reading.leaf0d, reading };
}

test.each([
  ["00001800", "00000000"],
  ["00000000", "00001800"],
])("%s %s is 0x1800: a high half alone is a low one that was swapped", (high, low) => {
  const { leaf0d, reading } = read(high, low);
  expect([hex(leaf0d.xss), hex(reading.processor.xss)]).toEqual(["0x1800", "0x1800"]);
  expect(reading.missing).toBe(0n);
});

test("both halves in use are kept as they stand, and what no row describes is named", () => {
  const { leaf0d, reading } = read("00000002", "00001800");
  expect([hex(leaf0d.xss), hex(reading.processor.xss)]).toEqual(["0x200001800", "0x1800"]);
  expect(hex(reading.missing)).toBe("0x200000000");
  expect(reading.warnings.map(({ name }) => name)).toContain("missing-subleaf");
});
