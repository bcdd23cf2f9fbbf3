/** Logs and pages of other programs, made from values: what each says of the area, judged. */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { explain, verdictCode } from "../../src/explain/index.ts";
import { type Dump, readDump } from "../../src/read/index.ts";
import { criuLogText, sgxText } from "../read/words.ts";

const judged = (dump: Dump) => dump.readings.map((reading) => explain(reading));
const rowsOf = (text: string) =>
  judged(readDump(text)).map((checks) =>
    checks.map(({ what, ok, reported, cause }) => [what, ok, reported, cause]),
  );

test("a CRIU log: XCR0 is put back, BNDREGS is lost, CPUID's totals fit", () => {
  const text = criuLogText(processor("skylake-client"));
  expect(readDump(text).readings.map(({ leaf0d }) => leaf0d?.xcr0)).toEqual([0x1fn]);
  expect(rowsOf(text)).toEqual([
    [
      ["xfeatures_mask 0x15", false, null, "masked-by-criu"],
      ["0DH.0.EBX", true, 1088, null],
      ["0DH.0.ECX", true, 1088, null],
      ["0DH.1.EBX", true, 960, null],
      ["0DH.2.EBX", true, 576, null],
      ["0DH.4.EBX", true, 1024, null],
    ],
  ]);
});

test.each([
  ["zen-4", 0x2e7n, []],
  ["skylake-sp", 0x2ffn, ["masked-by-criu"]],
  ["sapphire-rapids", 0x602e7n, ["masked-by-criu"]],
])("a CRIU log of %s accuses nobody but CRIU", (id, xcr0, causes) => {
  const dump = readDump(criuLogText(processor(id)));
  expect(dump.readings.map(({ leaf0d }) => leaf0d?.xcr0)).toEqual([xcr0]);
  const wrong = judged(dump).flatMap((checks) => checks.filter(({ ok }) => ok === false));
  expect(wrong.map(({ cause }) => cause)).toEqual(causes);
});

const word = (n: number) => `0x${n.toString(16).padStart(8, "0")}`;
/** A row of an SNP page: sub-leaf, XCR0_IN, XSS_IN, four registers. */
const page = (...rows: readonly (readonly number[])[]) =>
  rows
    .map(([sub = 0, xcr0 = 0, xss = 0, a = 0, b = 0, c = 0, d = 0]) => {
      const inputs = `EAX_IN: ${word(13)} ECX_IN: ${word(sub)} XCR0_IN: ${word(xcr0)} XSS_IN: ${word(xss)}`;
      const [eax, ebx, ecx, edx] = [a, b, c, d].map(word);
      return `${inputs} EAX_OUT: ${eax} EBX_OUT: ${ebx} ECX_OUT: ${ecx} EDX_OUT: ${edx}\n`;
    })
    .join("");
const AVX_ROW = [2, 0, 0, 256, 576, 0, 0];

test("an SNP page is judged by what each row was asked under", () => {
  const whole = page([0, 1, 0, 7, 576, 832], [1, 1, 0, 15, 576], AVX_ROW);
  expect(rowsOf(whole)[0]?.every(([, ok]) => ok === true)).toBe(true);
  const wide = page([0, 7, 0, 7, 832, 832], [1, 7, 0, 15, 832], AVX_ROW);
  expect(rowsOf(wide)[0]?.every(([, ok]) => ok === true)).toBe(true);
  // 576 is the answer for x87 alone: under 7 it is not.
  const wrong = page([0, 7, 0, 7, 576, 832], [1, 7, 0, 15, 576], AVX_ROW);
  const misfits = rowsOf(wrong)[0]?.filter(([, ok]) => ok === false);
  expect(misfits?.map(([what]) => what)).toEqual(["0DH.0.EBX", "0DH.1.EBX"]);
});

test("an SNP page that announces AVX without its row is not consistent", () => {
  const checks = judged(readDump(page([0, 1, 0, 7, 576, 832], [1, 1, 0, 15, 576])));
  expect(verdictCode(checks)).toBe(1);
  const wrong = checks.flat().filter(({ ok }) => ok === false);
  expect(wrong.map(({ what, cause }) => [what, cause])).toEqual([
    ["0DH.2", "announced-subleaf-missing"],
  ]);
});

test("VirtualBox's changed leaf: both sides where a total has one XCR0, nothing accused where not", () => {
  const line = (host: number, guest: number) =>
    `00:00:03.962299 CPUM: Changing leaf 13[0]: EBX=0x${host.toString(16)} -> 0x${guest.toString(16)}, ECX=0x${host.toString(16)} -> 0x${guest.toString(16)}\n`;
  const both = readDump(line(11008, 832)).readings;
  expect(both.map(({ label, processor: cpu }) => [label, cpu.xcr0])).toEqual([
    ["guest", 7n],
    ["host", 0x602e7n],
  ]);
  // 2696 is all of XCR0 on processors that differ in it.
  const open = readDump(line(2696, 832));
  expect(judged(open).map((checks) => checks.some(({ ok }) => ok === false))).toEqual([
    false,
    false,
  ]);
  expect(judged(open)[1]?.map(({ ok }) => ok)).toEqual([null, null]);
});

test("an SGX report: three totals, judged by the masks it prints", () => {
  expect(rowsOf(sgxText(processor("skylake-sp")))).toEqual([
    [
      ["0DH.0.EBX", true, 2696, null],
      ["0DH.0.ECX", true, 2696, null],
      ["0DH.1.EBX", true, expect.any(Number), null],
    ],
  ]);
});

test("a consistency problem with APX: the topmost bit won, as Linux 5.18 to 6.15 have it", () => {
  const text =
    "[    0.000000] x86/fpu: misordered xstate at 19\n[    0.000000] XSAVE consistency problem: size 1088 != kernel_size 2696\n";
  expect(rowsOf(text)[0]?.[0]).toEqual([
    "XSAVE consistency problem",
    false,
    2696,
    "linux-5.18-standard",
  ]);
});
