/** What boot logs look like in the wild: one fixture per trap, made from values in the format. */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { readDump, readProcessors } from "../../src/read/index.ts";
import { bitsOf } from "../../src/xsave/mask.ts";
import { areaOf, leavesOf } from "./machines.ts";
import { lines, only } from "./only.ts";
import { cpuidRText } from "./texts.ts";
import { logOf } from "./words.ts";

const TIGER = processor("tiger-lake");
const tiger = cpuidRText([leavesOf(TIGER)]);
const ZEN = processor("zen-4");
const modern = logOf(ZEN, 0x2e7n, "compacted");
const plain = lines(modern, (line) => line.replace("[    0.000000] ", ""));

test.each([
  ["as dmesg prints it", modern],
  ["without timestamps", plain],
  ["with a thread in the timestamp", modern.replaceAll("[    0.000000]", "[    T0]")],
  ["with a level", lines(modern, (line) => `<6>${line}`)],
  ["by journald", lines(plain, (line) => `Sep 25 02:28:53 localhost kernel: ${line}`)],
  [
    "with an ISO date",
    lines(plain, (line) => `2024-05-01T10:00:00,123456+02:00 host kernel: ${line}`),
  ],
  ["by dmesg -T", lines(plain, (line) => `[Wed May  1 10:00:00 2024] ${line}`)],
  ["quoted", lines(modern, (line) => `> ${line}`)],
  ["wrapped and quoted thrice", lines(modern.replaceAll(" is ", " is\n"), (line) => `>>> ${line}`)],
  [
    "in quoted-printable",
    modern.replaceAll(" context", " con=\ntext").replaceAll("using", "=\nusing"),
  ],
  ["escaped for markdown", modern.replace(/[[\]_]/g, (mark) => `\\${mark}`)],
  ["escaped for HTML", modern.replaceAll("'", "&#39;")],
  ["with typographic quotes", modern.replaceAll(/'(.*?)'/g, "\u2018$1\u2019")],
  ["sorted by line", modern.split("\n").sort().join("\n")],
  ["with a vendor's suffix", modern.replaceAll("AVX'", "AVX (default)'")],
])("a boot log %s", (_, text) => {
  const { log, names } = only(text);
  expect([log?.features, log?.format, log?.contextSize]).toEqual([0x2e7n, "compacted", 2440]);
  expect([...(log?.offsets ?? [])]).toEqual([
    [2, 576],
    [5, 832],
    [6, 896],
    [7, 1408],
    [9, 2432],
  ]);
  expect(names).toEqual(["inferred-layout", "ambiguous-layout"]);
});

test("the signal frame and the brand of CPU 0 tell Intel's standard format from AMD's", () => {
  const frame = (bytes: number) => `${modern}[    0.000000] signal: max sigframe size: ${bytes}\n`;
  const brand = (name: string) => `${modern}smpboot: CPU0: ${name} (family: 0x19, model: 0x61)\n`;
  for (const [text, pkru] of [
    [frame(3632), 2688],
    [frame(3376), 2432],
    [brand("AMD Ryzen 9 7950X 16-Core Processor"), 2432],
    [brand("11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz"), 2688],
  ] as const) {
    const { processor: cpu, names } = only(text);
    expect(cpu.components.find(({ bit }) => bit === 9)?.offset).toBe(pkru);
    expect(names).toEqual(["inferred-layout"]);
  }
});

test("rhel7: hexadecimal rows, and zero rows for absent components", () => {
  const absent = [3, 4, 5, 6, 7, 8].map(
    (n) => `x86/fpu: xstate_offset[${n}]: 0000, xstate_sizes[${n}]: 0000\n`,
  );
  const {
    log,
    names,
    processor: cpu,
  } = only(
    `x86/fpu: xstate_offset[2]: 0240, xstate_sizes[2]: 0100\n${absent.join("")}x86/fpu: xstate_offset[9]: 0980, xstate_sizes[9]: 0008\nxsave: enabled xstate_bv 0x207, cntxt size 0x988 using standard form\n`,
  );
  expect([log?.contextSize, log?.format, names]).toEqual([2440, "standard", []]);
  expect(cpu.components.map(({ bit, size, offset }) => [bit, size, offset])).toEqual([
    [2, 256, 576],
    [9, 8, 2432],
  ]);
});

test.each([
  ["xsave: enabled xstate_bv 0x7, cntxt size 0x340\n", 0x7n, 832],
  ["xsave/xrstor: enabled xstate_bv 0x3, cntxt size 0x240\n", 0x3n, 576],
  [
    "x86/fpu: Enabled xstate features 0x1f, context size is 0x440 bytes, using 'standard' format.\n",
    0x1fn,
    1088,
  ],
])("the older summary %s", (text, features, size) => {
  const { log, processor: cpu } = only(text);
  expect([log?.features, log?.contextSize, log?.format]).toEqual([features, size, "standard"]);
  expect(bitsOf(cpu.xcr0)).toEqual(bitsOf(features));
});

test("a line that a pager cut is read as far as it goes, and named", () => {
  const cut = modern.replace(/bytes, using .*/, "byt>");
  expect(only(cut)).toMatchObject({ log: { contextSize: 2440, format: null } });
  expect(only(cut).names).toContain("truncated-line");
  const shorter = modern.replace(/2440 bytes, using .*/, "24>");
  expect(only(shorter)).toMatchObject({ log: { contextSize: null, features: 0x2e7n } });
});

test("rows that a mail left out are named", () => {
  const without = lines(modern, (line) => (/xstate_offset\[[56]\]/.test(line) ? "[...]" : line));
  expect(only(without).names).toContain("elided-rows");
});

test("two boots of one log, and Xen below the second", () => {
  const second = logOf(processor("haswell"), 0x7n, "standard");
  const { readings } = readDump(
    `${modern}${modern}(XEN) xstate: size: 0x440 (uncompressed 0x440) and states: 0x1f\n${second}`,
  );
  expect(readings.map(({ label, count, log }) => [label, count, log?.features])).toEqual([
    ["boot 1", 2, 0x2e7n],
    ["boot 2", 1, 0x7n],
    ["Xen", 1, 0x1fn],
  ]);
});

test("a mail with a dump and boot lines: one processor, both judged", () => {
  const mail = `${tiger}\nand dmesg says\n${logOf(TIGER, 0x2e7n, "compacted")}`;
  expect(readDump(mail).readings.map(({ label }) => label)).toEqual(["CPU 0", "boot"]);
  expect(readProcessors(mail).processors.map(areaOf)).toEqual([areaOf(TIGER)]);
});

test("a log with nothing but the kernel's doubt is read, and is no processor", () => {
  const text = "x86/fpu: XSAVE consistency problem: size 832 != kernel_size 0\n";
  expect(only(text).log?.problem).toEqual({ size: 832, kernelSize: 0 });
  expect(() => readProcessors(text)).toThrow(/no processor: the file names no component/);
});
