/** What reading a file of sizes back notices, and how it says where. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { questionOf } from "../../src/questions/question.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../../src/rules/sdm.ts";
import { checkSizes, wrongSize } from "../../src/sweep/sizes-check.ts";
import { spill } from "../../src/sweep/sizes-file.ts";
import { HEADER_BYTES } from "../../src/sweep/sizes-header.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { hex, subsetAt } from "../../src/xsave/mask.ts";
import { synthetic } from "../processors.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-check-"));
/** 2^21 masks per rule: several windows of each. */
const CPU = synthetic(21);
const QUESTIONS = [SDM_STANDARD, SDM_COMPACTED].map((rule) => questionOf(CPU, rule, undefined));
const MASKS = 2 ** 21;

const whole = join(folder, "whole");
await spill(CPU, QUESTIONS, whole);

/** A copy of the file, changed. */
function changed(name: string, change: (bytes: Buffer) => Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, change(readFileSync(whole)));
  return path;
}

test("a file as it was written is right", async () => {
  const header = await checkSizes(whole, undefined);
  expect(header.dataBytes).toBe(2 * 4 * MASKS);
  expect(await wrongSize(whole, CPU, QUESTIONS, undefined)).toBeNull();
});

test.each([
  ["shorter", (bytes: Buffer) => bytes.subarray(0, bytes.length - 4)],
  ["longer", (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(4)])],
] as const)("a file that became %s is not whole", async (name, change) => {
  await expect(checkSizes(changed(name, change), undefined)).rejects.toThrow("it is not whole");
});

test.each([
  [0, 0],
  [0, MASKS - 1],
  [1, 0],
  [1, MASKS - 3],
])("rule %i, size %i: the checksum tells, and the mask is found", async (rule, index) => {
  const at = HEADER_BYTES + 4 * (rule * MASKS + index);
  const path = changed("wrong", (bytes) => {
    bytes.writeUInt32LE(77, at);
    return bytes;
  });
  await expect(checkSizes(path, undefined)).rejects.toThrow("do not belong together");
  const { universe = 0n, fixed = 0n } = QUESTIONS[rule] ?? {};
  const mask = subsetAt(universe, BigInt(index)) | fixed;
  const wrong = await wrongSize(path, CPU, QUESTIONS, undefined);
  expect(wrong && { ...wrong, mask: hex(wrong.mask) }).toEqual({
    rule: ["sdm-standard", "sdm-compacted"][rule],
    mask: hex(mask),
    stored: 77,
    computed: (rule === 0 ? standardSize : compactedSize)(CPU, mask),
  });
});
