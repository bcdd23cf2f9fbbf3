import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { questionOf } from "../../src/questions/question.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../../src/rules/sdm.ts";
import { spill } from "../../src/sweep/sizes-file.ts";
import { HEADER_BYTES, readHeader } from "../../src/sweep/sizes-header.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { subsetAt } from "../../src/xsave/mask.ts";
import { synthetic } from "../processors.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-spill-"));
const SPR = processor("sapphire-rapids");

test("always: every size of every mask, in order of i, one rule after the other", async () => {
  const path = join(folder, "sizes");
  const questions = [SDM_COMPACTED, SDM_STANDARD].map((rule) => questionOf(SPR, rule, undefined));
  await spill(SPR, questions, path);
  const bytes = readFileSync(path);
  expect(bytes.length).toBe(HEADER_BYTES + 4 * (8192 + 128));
  for (let i = 0; i < 8192; i++) {
    const mask = subsetAt(0x6dfe4n, BigInt(i)) | 3n;
    if (bytes.readUInt32LE(HEADER_BYTES + 4 * i) !== compactedSize(SPR, mask))
      throw new Error(mask.toString(16));
  }
  for (let i = 0; i < 128; i++) {
    const mask = subsetAt(0x602e4n, BigInt(i)) | 3n;
    if (bytes.readUInt32LE(HEADER_BYTES + 4 * (8192 + i)) !== standardSize(SPR, mask)) {
      throw new Error(mask.toString(16));
    }
  }
  const about = readHeader(bytes.subarray(0, HEADER_BYTES));
  expect(about.rules.map((rule) => rule.byteOffset)).toEqual([4096, 4096 + 32768]);
  expect(about.sha256).toBe(
    createHash("sha256").update(bytes.subarray(HEADER_BYTES)).digest("hex"),
  );
  expect(readdirSync(folder)).toEqual(["sizes"]);
});

test("what is interrupted leaves nothing behind", async () => {
  const path = join(folder, "half");
  const cpu = synthetic(26);
  const controller = new AbortController();
  const onProgress = () => controller.abort(new Error("stop"));
  await expect(
    spill(cpu, [questionOf(cpu, SDM_COMPACTED, undefined)], path, {
      signal: controller.signal,
      onProgress,
    }),
  ).rejects.toThrow("stop");
  expect(readdirSync(folder).filter((name) => name.startsWith("half"))).toEqual([]);
});
