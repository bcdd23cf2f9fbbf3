import { expect, test } from "vitest";
import { FORMAT_NAMES, readDump } from "../../src/read/index.ts";
import { FORMAT_SAMPLES } from "../../src/read/samples.ts";

test("every format has a sample", () => {
  expect([...FORMAT_NAMES.keys()].filter((name) => !FORMAT_SAMPLES.has(name))).toEqual([]);
});

/** Bytes, lists that are cut short, and what needs more than a line. */
const IN_WORDS = ["elf-core", "snp-page", "processor-json", "lscpu-json", "sgx-report"];

const whole = [...FORMAT_NAMES.keys()].filter((name) => !IN_WORDS.includes(name));
test.each(whole)("the sample of %s is known for what it is", (name) => {
  const sample = (FORMAT_SAMPLES.get(name) ?? "").replace(", then ", "\n");
  expect(readDump(`${sample}\n`).format).toBe(name);
});
