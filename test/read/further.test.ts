/** Further tools carry what they say there and back, and nothing that they do not say. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { explain, verdictOf } from "../../src/explain/index.ts";
import { readDump } from "../../src/read/index.ts";
import type { Reading } from "../../src/read/reading.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { bit } from "../../src/xsave/mask.ts";
import { enumerated, type Processor } from "../../src/xsave/processor.ts";
import { HAS_DATA, SHARED } from "../shared.ts";
import { flagsFor, LISTS, netbsdText, snpPage, x86infoText } from "./further.ts";
import { anyProcessor, areaOf, leavesOf } from "./machines.ts";
import { textRows } from "./texts.ts";
import { criuLogText, sgxText } from "./words.ts";

const only = (input: string | Uint8Array, format: string): Reading => {
  const dump = readDump(input);
  const [reading] = dump.readings;
  if (dump.format !== format || !reading || dump.readings.length !== 1) {
    throw new Error(`${dump.format}, ${dump.readings.length} readings, not one of ${format}`);
  }
  return reading;
};
const verdict = (reading: Reading) => verdictOf(explain(reading));
const always = (check: (cpu: Processor) => void, cpus = anyProcessor()) =>
  fc.assert(fc.property(cpus, check), { numRuns: 150 });

test("always: an SNP page carries any processor there and back", () => {
  always((cpu) => {
    const reading = only(snpPage(textRows(leavesOf(cpu))), "snp-page");
    expect(areaOf(reading.processor)).toEqual(areaOf(cpu));
    expect([reading.missing, reading.warnings, reading.lists]).toEqual([0n, [], "table"]);
  });
});

test("an SNP page with totals for two XCR0_IN is two readings; a longer count is no page", () => {
  const cpu = processor("zen-4");
  const rows = textRows(leavesOf(cpu));
  const zero = { leaf: 0xd, subleaf: 0, registers: [0x207, 576, 2440, 0] };
  const page = snpPage([...rows, zero], 0x207n);
  new DataView(page.buffer).setBigUint64(16 + 48 * rows.length + 8, 1n, true);
  const { readings } = readDump(page);
  expect(readings.map(({ label }) => label)).toEqual([
    "XCR0_IN 0x207, XSS_IN 0x0",
    "XCR0_IN 0x1, XSS_IN 0x0",
  ]);
  expect(readings.map(({ leaf0d }) => leaf0d?.rows.get(0)?.ebx)).toEqual([2440, 576]);
  new DataView(page.buffer).setUint32(0, 65, true);
  expect(() => readDump(page, { from: "snp-page" })).toThrow(/at most 64 entries, not 65/);
  expect(() => readDump(page.slice(1), { from: "snp-page" })).toThrow(/4096 bytes, not 4095/);
});

test("always: reports carry the registers that they have; the others stay unknown", () => {
  always((cpu) => {
    const standard = standardSize(cpu, cpu.xcr0);
    const sgx = only(sgxText(cpu), "sgx-report").leaf0d;
    expect([sgx?.xcr0, sgx?.xss]).toEqual([cpu.xcr0, cpu.xss]);
    expect(sgx?.rows.get(1)).toMatchObject({ eax: null, ebx: compactedSize(cpu, enumerated(cpu)) });
    expect(sgx?.rows.get(0)).toMatchObject({ ebx: standard, ecx: standard });
    const bsd = only(netbsdText(cpu), "netbsd-cpuctl").leaf0d?.rows;
    const low = Number(cpu.xcr0 & 0xffffffffn);
    expect(bsd?.get(0)).toEqual({ eax: low, ebx: standard, ecx: standard, edx: null });
    expect(bsd?.get(1)).toEqual({ eax: 0xf, ebx: null, ecx: null, edx: null });
    const old = only(x86infoText(cpu), "x86info").leaf0d;
    expect([old?.xcr0, old?.xss, old?.rows.size]).toEqual([cpu.xcr0, null, 1]);
  });
});

test("a line that a report does not have is no register of 0", () => {
  const lines = sgxText(processor("tiger-lake")).split("\n");
  for (const i of lines.keys()) {
    if (i === 0 || lines[i] === "" || /Supported XCR0/.test(lines[i] ?? "")) continue;
    const rest = lines.filter((_, n) => n !== i).join("\n");
    const { leaf0d } = only(rest, "sgx-report");
    const values = [...(leaf0d?.rows.values() ?? [])].flatMap((row) => Object.values(row));
    // Upper halves are 0 there; nothing else is.
    if (values.filter((value) => value === 0).length > 2) throw new Error(`without ${lines[i]}`);
  }
});

test("always: a register that an entry of JSON does not have is not known", () => {
  const names = ["eax", "ebx", "ecx", "edx"] as const;
  fc.assert(
    fc.property(anyProcessor(), fc.nat(), fc.constantFrom(...names), (cpu, n, name) => {
      const entries = textRows(leavesOf(cpu)).map(({ leaf, subleaf, registers }) => ({
        ...{ function: leaf, index: subleaf },
        ...Object.fromEntries(names.map((each, i) => [each, registers[i]])),
      }));
      const { [name]: _, ...rest } = entries[n % entries.length] as Record<string, number>;
      entries[n % entries.length] = rest as (typeof entries)[number];
      const { leaf0d } = only(JSON.stringify(entries), "cpuid-json");
      expect(leaf0d?.rows.get(rest.index ?? 0)?.[name]).toBe(null);
    }),
  );
  const modifiers = [{ register: "eax", bitmap: "0b111" }];
  const template = JSON.stringify({
    cpuid_modifiers: [{ leaf: "0xd", subleaf: "0x0", flags: 1, modifiers }],
  });
  const { leaf0d } = only(template, "firecracker-json");
  expect(leaf0d?.rows.get(0)).toEqual({ eax: 7, ebx: null, ecx: null, edx: null });
});

test.each([
  [
    "Warn  fpu: max xsave frame exceed xsave_struct (11008 2752)",
    "buffer too small|takes 11008 bytes, CRIU's structure has 2752",
  ],
  [
    "Error CPU xfeatures has unsupported bits (0xe0)",
    "opmask \\(5\\), ZMM_Hi256 \\(6\\), Hi16_ZMM \\(7\\), which this host does not have",
  ],
  [
    "Error CPU xsave size mismatch (2696/2440)",
    "0DH.0.EBX was 2696 where the image was made, and is 2440 here",
  ],
])("CRIU: %s", (line, detail) => {
  const reading = only(`(00.1) ${line}\n`, "criu-messages");
  expect(reading.leaf0d).toEqual({ xcr0: null, xss: null, rows: new Map() });
  expect(verdict(reading)).toMatch(new RegExp(`^not consistent: CRIU.*(?:${detail})`));
});

test.each(Object.entries(LISTS))(
  "%s implies every XCR0, and says that it holds no size",
  (format, list) => {
    const masks = [4n, 0x18n, 0xe4n, 0x200n, 0x60000n];
    for (let i = 0; i < 2 ** masks.length; i++) {
      const xcr0 = masks.reduce((m, each, n) => (i & (1 << n) ? m | each : m), 3n);
      const reading = only(list(flagsFor(xcr0)), format);
      expect([i, reading.leaf0d?.xcr0, reading.leaf0d?.xss]).toEqual([i, xcr0, null]);
      expect(reading.warnings.map(({ name }) => name)).toEqual(["implied-components"]);
      expect(verdict(reading)).toMatch(
        /^cannot be judged: flags: imply XCR0 .*no size is in the file/,
      );
    }
  },
);

test("flags without xsave imply nothing", () => {
  const { cpuinfo } = LISTS;
  expect(() => readDump(cpuinfo?.(["fpu", "sse"]) ?? "")).toThrow(/CPU 0: no XSAVE: the flags are/);
});

test.each([
  ["TCG doesn't support requested feature: CPUID.0DH:EAX [bit 9]", "0DH.0.EAX", 9],
  ["TCG doesn't support requested feature: CPUID.0DH:EDX [bit 30]", "0DH.0.EDX", 62],
  ["TCG doesn't support requested feature: CPUID[eax=0Dh,ecx=00h].EAX.avx [bit 2]", "0DH.0.EAX", 2],
  ["TDX doesn't support requested feature: CPUID.0DH_01H:ECX [bit 11]", "0DH.1.ECX", 11],
  ["TCG doesn't support requested feature: CPUID.0DH:EAX.xsaves [bit 3]", "0DH.1.EAX", null],
])("QEMU: %s", (line, what, n) => {
  const [check] = explain(only(`qemu-kvm: warning: ${line}\n`, "qemu-warnings"));
  const explainedBy = n === null ? [] : [`0x${bit(n).toString(16)}`];
  expect(check).toMatchObject({ what, ok: false, cause: "host-lacks-component", explainedBy });
});

test.each([
  [
    "0xe7",
    /as XCR0: 0xe7: x87, SSE, AVX \(2\), .*2688 bytes \(.*\) or 2432 bytes \(zen-4, zen-5\)$/,
  ],
  ["2696", /as 2696 bytes, standard: 0x203 .*0x2e7 \(skylake-sp/],
  ["0x340", /as 832 bytes, standard: 0x7 \(/],
  [
    "0xa7",
    /as XCR0: 0xa7 is no XCR0: opmask \(5\), ZMM_Hi256 \(6\) and Hi16_ZMM \(7\) go together/,
  ],
  ["0x1800", /as IA32_XSS: 0x1800: CET_U \(11\), CET_S \(12\)$/],
  ["0x80000000000002e7", /as XCOMP_BV: .*compacted format \(bit 63\) of x87.*: 2440 bytes/],
  ["size 2440", /as 2440 bytes, standard: 0x203 \(zen-3/],
  ["xstate_bv 0xe7", /XSTATE_BV: 0xe7 holds x87, SSE, AVX/],
  ["XCR0=0x2e7 XSS=0x1800", /XCR0: 0x2e7: x87/],
  ["rdmsr 0xda0\n1800", /IA32_XSS: CET_U \(11\), CET_S \(12\)$/],
  ["xgetbv(0) = 0x207", /XCR0: 0x207: x87, SSE, AVX \(2\), PKRU \(9\)/],
])("a number says what it can be: %s", (text, expected) => {
  const found = verdict(only(`${text}\n`, "numbers"));
  expect(found).toMatch(/^cannot be judged: /);
  expect(found).toMatch(expected);
});

test("XCR0 with its size is judged; an XCR0 that cannot be is not consistent", () => {
  expect(verdict(only("XCR0=0xe7 size 2432", "numbers"))).toMatch(/^consistent: 1 of/);
  expect(verdict(only("XCR0=0xe7 size 2434", "numbers"))).not.toMatch(/^consistent/);
  expect(verdict(only("XCR0=0xa7", "numbers"))).toMatch(/^not consistent: XCR0: 0xa7 is no XCR0/);
});

test.each([
  ['{"a": 1, "b": {"c": 2}}', /^this is JSON with "a", "b", of no kind that is read here$/],
  ['[{"x": 1}, {"y": 2}]', /^this is JSON with "x", of no kind/],
  [
    "51   AT_MINSIGSTKSZ       Minimum stack size 3632\n",
    /^this is an auxiliary vector: AT_MINSIGSTKSZ is/,
  ],
  [
    "dt nt!_XSTATE_CONFIGURATION\n +0x000 EnabledFeatures : 0x7\n",
    /^this is WinDbg's XSTATE_CONFIGURATION: give/,
  ],
  [
    "ProcessorXsaveFeatures : {XsaveSupported}\n",
    /^this is a list of Hyper-V's processor features: /,
  ],
  ["hw_caps                : bfebfbff:77fef3ff\n", /^this is `xl info`: .*xen-cpuid -p/],
  ["CPU_FLAGS_X86: aes avx avx2\n", /^this is the flags of cpuid2cpuflags: /],
  ["CPU name:\tIntel(R) Xeon(R)\n", /^this is likwid's topology: /],
  [
    "Couldn't get extended state status: No such device.\n",
    /^this is a debugger's complaint .*dmesg/,
  ],
  ['{"schema": "xsweep/image@1"}', /an answer of xsweep itself/],
  ['{"return": {"model": {"name": "max", "props": {"avx": true}}}}', /query-cpu-model-expansion/],
  ['<?xml version="1.0"?><!-- x --><foo bar="1"/>', /^this is XML with <foo>, of no kind/],
  ["<domain type='kvm'><name>x</name></domain>", /a domain of libvirt/],
])("what is none of them is named for what it looks like: %s", (text, message) => {
  expect(() => readDump(text)).toThrow(message);
});

test("CRIU's log keeps what it refuses beside what it found", () => {
  const log = criuLogText(processor("zen-4"));
  const reading = only(`${log}(00.2) Error CPU xsave max size mismatch (2696/2440)\n`, "criu-log");
  expect(reading.leaf0d?.xcr0).toBe(0x2e7n);
  expect(verdict(reading)).toMatch(/^not consistent: CRIU 2696: 0DH.0.ECX was 2696 .* 2440 here/);
});

/** The cases of the field, by the same numbers; the collected files where they are there. */
const CASES: readonly (readonly [string, string, RegExp, readonly number[]])[] = [
  [
    "sgx-hardware-report.txt",
    "XSAVE features and state-components\n  Maximum size (in bytes) of current XCR0 XSAVE area: 2696\n  Maximum size (in bytes) of all-set XCR0 XSAVE area: 2696\n  Size (in bytes) of current XCR0+IA32_XSS XSAVE area: 2440\n  Supported XCR0:     00000000000002e7\n  Supported IA32_XSS: 0000000000000000\n",
    /^consistent: 3 of 3 numbers fit/,
    [2696, 2696, 2440],
  ],
];

test.each(CASES)("field: %s", (file, text, expected, numbers) => {
  const texts = HAS_DATA
    ? [text, readFileSync(join(SHARED, "field", "cases", file), "utf8")]
    : [text];
  for (const each of texts) {
    const [reading] = readDump(each).readings;
    if (!reading) throw new Error("no reading");
    expect(verdict(reading)).toMatch(expected);
    const totals = explain(reading).filter(({ what }) => /^0DH\.[01]\.E[BC]X$/.test(what));
    expect(totals.map(({ reported, ok }) => [reported, ok])).toEqual(numbers.map((n) => [n, true]));
  }
});
