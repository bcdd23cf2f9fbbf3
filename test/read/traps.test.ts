/**
 * What dumps and logs look like in the wild: one fixture a trap, made from values in the format. The
 * values are of the records named; see shared/data/README.md for the list of traps.
 */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { readDump, readProcessors } from "../../src/read/index.ts";
import { bitsOf } from "../../src/xsave/mask.ts";
import { areaOf, leavesOf } from "./machines.ts";
import { cpuidRText, textRows, WRITERS } from "./texts.ts";
import { logOf } from "./words.ts";

const only = (text: string | Uint8Array) => {
  const { readings } = readDump(text);
  expect(readings).toHaveLength(1);
  const [reading] = readings;
  if (!reading) throw new Error("no reading");
  return { ...reading, names: reading.warnings.map(({ name }) => name) };
};
const TIGER = processor("tiger-lake");
const tiger = cpuidRText([leavesOf(TIGER)]);

/** `text` with each line changed. */
const lines = (text: string, change: (line: string) => string): string =>
  text.split("\n").map(change).join("\n");

test.each([
  ["quoted in a mail", lines(tiger, (line) => `> ${line}`)],
  ["quoted twice, with CRLF", lines(tiger, (line) => `>> ${line}\r`)],
  ["wrapped by a mailer", tiger.replaceAll(" ecx=", "\n> ecx=")],
  ["in quoted-printable", lines(tiger.replaceAll("=", "=3D"), (l) => l.replace(" ebx", " =\nebx"))],
  ["with a byte order mark", `\ufeff${tiger}`],
  ["in UTF-16", new Uint8Array([0xff, 0xfe, ...Buffer.from(tiger, "utf16le")])],
  ["without a heading and other leaves", tiger.replace("CPU 0:\n", "##AMD host\n")],
  ["in capitals", tiger.toUpperCase().replaceAll("0X", "0x")],
  ["with text around it", `Hello,\n\nthis is my machine:\n\n${tiger}\n-- \nme\n`],
])("cpuid -r %s", (_, text) => {
  const { processor: cpu, names } = only(text);
  expect([areaOf(cpu), names]).toEqual([areaOf(TIGER), []]);
});

test("a hybrid processor: blocks that differ give processors of their own", () => {
  const [p, e] = [processor("alder-lake-avx512"), processor("alder-lake")];
  const { processors } = readProcessors(cpuidRText([leavesOf(p), leavesOf(p), leavesOf(e)]));
  expect(processors.map(areaOf)).toEqual([areaOf(p), areaOf(e)]);
  expect(new Set(processors.map(({ id }) => id)).size).toBe(2);
});

test("rows quoted a second time are no second processor", () => {
  const again = tiger.split("\n").slice(3, 6).join("\n");
  expect(only(`${tiger}\nAs you see here:\n${again}\n`).count).toBe(1);
});

test("a row that cannot be read is named with its place, and left out", () => {
  const torn = tiger.replace("0x0000000d 0x09: eax=0x00000008", "0x0000000d 0x09: eax=0x000000o8");
  const { names, warnings, processor: cpu } = only(torn);
  expect(names).toEqual(["malformed-row", "missing-subleaf"]);
  expect(warnings[0]?.message).toMatch(/\(line 9, column 4\)/);
  expect(cpu.xcr0).toBe(TIGER.xcr0 & ~0x200n);
});

// Sandy Bridge (intel-6-2a), Bulldozer (amd-21-00-1.1), Skylake-SP, Alder Lake N: no [SL nn] at all.
test.each([
  [
    "no sub-leaf 1",
    "CPUID 0000000D  \t",
    [
      [7, 576, 832, 0],
      [256, 576, 0, 0],
    ],
    0x7n,
    [2],
    0,
  ],
  [
    "lower case",
    "CPUID 0000000d: ",
    [
      [0x2ff, 2696, 2696, 0],
      [15, 2568, 256, 0],
      [256, 576, 0, 0],
      [64, 960, 0, 0],
      [64, 1024, 0, 0],
      [64, 1088, 0, 0],
      [512, 1152, 0, 0],
      [1024, 1664, 0, 0],
      [128, 0, 1, 0],
      [8, 2688, 0, 0],
    ],
    0x2ffn,
    [2, 3, 4, 5, 6, 7, 8, 9],
    0,
  ],
  [
    "LWP missing",
    "CPUID 0000000D: ",
    [
      [7, 832, 960, 0x40000000],
      [256, 576, 0, 0],
    ],
    0x7n,
    [2],
    1n << 62n,
  ],
  [
    "the first only",
    "CPUID 0000000D: ",
    [
      [0x207, 832, 2696, 0],
      [15, 976, 0x19900, 0],
      [256, 576, 0, 0],
    ],
    0x7n,
    [2],
    0x19b00n,
  ],
] as const)("AIDA64 without labels: %s", (_, head, rows, xcr0, bits, missing) => {
  const digits = (n: number) => n.toString(16).padStart(8, "0");
  const block = rows.map((row) => `${head}${row.map(digits).join("-")}\n`).join("");
  const cpuHeader = "CPUID Registers (CPU #1):\n";
  const reading = only(`${cpuHeader}${block}${cpuHeader.replace("1", "2")}${block}`);
  expect(reading.processor.xcr0).toBe(xcr0);
  expect(reading.processor.components.map(({ bit }) => bit)).toEqual(bits);
  expect([reading.count, reading.missing]).toEqual([2, BigInt(missing)]);
  expect(reading.names).toContain("unlabelled-rows");
  expect(reading.names.includes("missing-subleaf")).toBe(BigInt(missing) !== 0n);
});

test("AIDA64 labels are hexadecimal: [SL 3E] is LWP, [SL 10] HWP", () => {
  for (const id of ["bulldozer", "zhaoxin-kx7000", "granite-rapids"]) {
    const cpu = processor(id);
    const { processor: read, names } = only(WRITERS.aida64([textRows(leavesOf(cpu))]));
    expect([areaOf(read), names]).toEqual([areaOf(cpu), []]);
  }
});

// Comet Lake by RJCP, Kaveri by tycho: rows counted up from 0, whatever the sub-leaf was.
test.each([
  ["comet-lake-h", "rjcp-xml", "5 is 8, 6 is 9"],
  ["steamroller", "tycho-cpuid", "3 is 62"],
  ["alder-lake-n", "cpuid-r", "3 is 8, 4 is 9, 5 is 11, 6 is 12, 7 is 15, 8 is 16"],
  ["tiger-lake", "cpuid-r", "3 is 5, 4 is 6, 5 is 7, 6 is 8, 7 is 9, 8 is 11, 9 is 12, 10 is 13"],
] as const)(
  "sub-leaves counted up, as of %s in %s, are moved back and named",
  (id, format, moves) => {
    const cpu = processor(id);
    const renumbered = Object.values(leavesOf(cpu)).map((row, i) => [i, row] as const);
    const { processor: read, warnings } = only(
      WRITERS[format]([textRows(Object.fromEntries(renumbered))]),
    );
    expect(areaOf(read)).toEqual(areaOf(cpu));
    expect(warnings.map(({ name, message }) => [name, message])).toEqual([
      ["renumbered-subleaves", `sub-leaves counted up instead of named: ${moves}`],
    ]);
  },
);

test("a component in sub-leaf 1 (amd-21-00-1.3) is taken for what it describes", () => {
  const rows = { "0": [7, 832, 960, 0x40000000], "1": [256, 576, 0, 0] };
  const { names, processor: cpu, missing } = only(WRITERS["tycho-cpuid"]([textRows(rows)]));
  expect([cpu.xcr0, missing]).toEqual([7n, 1n << 62n]);
  expect(names).toEqual(["renumbered-subleaves", "no-subleaf-1", "missing-subleaf"]);
});

test("described, but enumerated by neither register (Centaur CNS): kept, and part of no mask", () => {
  const cpu = processor("centaur-cns");
  expect(areaOf(only(cpuidRText([leavesOf(cpu)])).processor)).toEqual(areaOf(cpu));
});

test.each([
  [
    "a user component in IA32_XSS",
    { "8": [128, 2700, 0, 0] },
    /PT \(8\): a user component that IA32_XSS/,
  ],
  [
    "a supervisor component in XCR0",
    { "9": [8, 0, 1, 0] },
    /PKRU \(9\): a supervisor component that XCR0/,
  ],
  [
    "an overlap",
    { "6": [512, 1100, 0, 0] },
    /ZMM_Hi256 \(6\): its bytes 1100\.\.1612 overlap opmask/,
  ],
  [
    "an offset in the legacy region",
    { "5": [64, 512, 0, 0] },
    /opmask \(5\): its offset 512 is below 576/,
  ],
  ["a size beyond all bounds", { "7": [0xffffffff, 1664, 0, 0] }, /takes the total over 2\^31-1/],
  ["sub-leaf 63", { "63": [8, 0, 1, 0] }, /sub-leaf 63 can name no component/],
] as const)("%s contradicts the rest and is left out", (_, rows, message) => {
  const { warnings } = only(cpuidRText([{ ...leavesOf(TIGER), ...rows }]));
  const found = warnings.find(({ name }) => name === "contradictory-subleaf");
  expect(found?.message).toMatch(message);
});

test("a template that leaves bits open is read as far as it says", () => {
  const json = WRITERS["firecracker-json"]([textRows(leavesOf(TIGER))]);
  const open = json.replace(
    '"0b00000000000000000000001011100111"',
    '"0bxxxxxxxxxxxxxxxxxxxxxx0xxxxxx111"',
  );
  const { names, processor: cpu } = only(open);
  expect([names, cpu.xcr0]).toEqual([["masked-bits"], 7n]);
});

test("leaf 0 that ends below 0DH, and leaf 0DH of zeros, are refused with the reason", () => {
  const ident = { "0": [10, 0x756e6547, 0x6c65746e, 0x49656e69] };
  expect(() => readDump(cpuidRText([{ "0": [7, 576, 832, 0] }], ident))).toThrow(
    "CPU 0: no leaf 0DH: leaf 0 gives 0xa as the highest basic leaf",
  );
  expect(() => readDump(cpuidRText([{ "0": [0, 0, 0, 0] }]))).toThrow(/no XSAVE: every row/);
});

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
