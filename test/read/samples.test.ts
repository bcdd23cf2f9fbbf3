import { expect, test } from "vitest";
import { FORMAT_NAMES, readDump } from "../../src/read/index.ts";
import { FORMAT_SAMPLES } from "../../src/read/samples.ts";

test("every format has a sample", () => {
  const bare = [...FORMAT_NAMES.keys()].filter((name) => !FORMAT_SAMPLES.has(name));
  if (bare.length > 0) throw new Error(`src/read/samples.ts lacks a row for ${bare.join(", ")}`);
});

/** Bytes, lists that are cut short, and what needs more than a line. */
const IN_WORDS = ["elf-core", "snp-page", "processor-json", "lscpu-json", "sgx-report"];

const whole = [...FORMAT_SAMPLES].filter(([name]) => !IN_WORDS.includes(name));
test.each(whole)("the sample of %s is known for what it is", (name, sample) => {
  expect(readDump(`${sample.replace(", then ", "\n")}\n`).format).toBe(name);
});
