/**
 * What dumps and logs look like in the wild: one fixture per trap, made from values in the format. The
 * values are of the records named; see shared/data/README.md for the list of traps.
 */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { readDump, readProcessors } from "../../src/read/index.ts";
import { areaOf, leavesOf } from "./machines.ts";
import { lines, only } from "./only.ts";
import { cpuidRText, textRows, WRITERS } from "./texts.ts";

const TIGER = processor("tiger-lake");
const tiger = cpuidRText([leavesOf(TIGER)]);

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
