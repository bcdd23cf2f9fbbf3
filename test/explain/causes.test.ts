/** Each cause by the numbers it was seen with (shared/data/README.md), and a number that has none. */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { explain } from "../../src/explain/index.ts";
import { readDump } from "../../src/read/index.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { enumerated } from "../../src/xsave/processor.ts";
import { leavesOf } from "../read/machines.ts";
import { cpuidRText, type LeafRows } from "../read/texts.ts";
import { areaBytes, elfCore, logOf } from "../read/words.ts";

const checksOf = (text: string | Uint8Array) => {
  const [reading] = readDump(text).readings;
  return reading ? explain(reading) : [];
};
const byName = (text: string | Uint8Array) =>
  Object.fromEntries(checksOf(text).map((check) => [check.what, check]));
const of = (leaves: LeafRows) => byName(cpuidRText([leaves]));

const AVX = { "2": [256, 576, 0, 0] } as const;
const SPR = processor("sapphire-rapids");

test("a hypervisor masks MPX but passes the host's total", () => {
  const checks = of({ "0": [7, 576, 1088, 0], "1": [11, 576, 0, 0], ...AVX });
  expect(checks["0DH.0.ECX"]).toMatchObject({
    ...{ reported: 1088, computed: 832, ok: false },
    ...{ cause: "host-total-passed-through", explainedBy: ["0x1f"] },
  });
  expect(checks["0DH.0.ECX"]?.detail).toMatch(/BNDREGS\+BNDCSR are masked in 0DH\.0\.EAX/);
  expect(checks["0DH.0.EBX"]).toMatchObject({ ok: true, cause: "x87-only-xcr0" });
  expect(checks["0DH.1.EBX"]).toMatchObject({ ok: true, explainedBy: ["0x1", "0x3"] });
});

test("a template masks EAX only, and XSAVEC is hidden below a total that needs it", () => {
  const checks = of({ "0": [7, 832, 2696, 0], "1": [1, 2568, 0, 0], ...AVX });
  expect(checks["0DH.0.ECX"]).toMatchObject({ ok: false, cause: "eax-only-masked", computed: 832 });
  expect(checks["0DH.1.EBX"]).toMatchObject({ ok: false, cause: "xsavec-hidden", computed: 0 });
  expect(checks["0DH.1.EBX"]?.explainedBy).toContain("0x2ff");
});

test("rows that a template left behind tell the wider mask without the catalogue", () => {
  const { "0": zero = [], ...rest } = leavesOf(SPR);
  const checks = of({ "0": [7, 832, zero[2] ?? 0, 0], ...rest });
  expect(checks["0DH.0.ECX"]).toMatchObject({ ok: false, reported: 11008 });
  expect(checks["0DH.0.ECX"]?.explainedBy).toEqual(["0x60007"]);
});

test("10704 instead of 10752: the 64-byte alignment is ignored", () => {
  const guest = { ...SPR, xcr0: 0x600e7n, xss: 0x1800n };
  const leaves = {
    ...leavesOf(SPR),
    "0": [0x600e7, 11008, 11008, 0],
    "1": [0x1b, 10704, 0x1800, 0],
  };
  const check = of(leaves)["0DH.1.EBX"];
  expect(check).toMatchObject({ ok: false, cause: "alignment-ignored", explainedBy: ["0x608e7"] });
  expect(compactedSize(guest, 0x608e7n)).toBe(10752);
});

test("a total of another moment, of the other format, of nothing, of nobody", () => {
  const sub1 = (ebx: number) => ({ ...leavesOf(SPR), "1": [0x1f, ebx, 0xdd00, 0] });
  expect(of(sub1(576))["0DH.1.EBX"]).toMatchObject({ ok: false, cause: "other-xcr0" });
  expect(of(sub1(11008))["0DH.1.EBX"]).toMatchObject({ ok: false, cause: "format-confused" });
  expect(of(sub1(0))["0DH.1.EBX"]).toMatchObject({ ok: false, cause: "zero-total" });
  expect(of(sub1(12345))["0DH.1.EBX"]).toMatchObject({ ok: false, cause: "unexplained" });
  const narrow = { ...leavesOf(SPR), "0": [0x602e7, 832, 832, 0] };
  expect(of(narrow)["0DH.0.ECX"]).toMatchObject({ ok: false, cause: "fewer-components" });
  const odd = { ...leavesOf(SPR), "0": [0x602e7, 1234, 1234, 0] };
  expect(of(odd)["0DH.0.EBX"]).toMatchObject({ ok: false, cause: "unexplained" });
});

test("always: the sets that explain 0DH.1.EBX are all of them, counted by force", () => {
  const gnr = processor("granite-rapids");
  for (const cpu of [SPR, gnr, processor("tiger-lake")]) {
    const reported = compactedSize(cpu, cpu.xcr0 | (cpu.xss & -cpu.xss));
    const rows = leavesOf(cpu);
    const checks = of({ ...rows, "1": [0x1f, reported, Number(cpu.xss), 0] });
    const all: string[] = [];
    for (let mask = 0n; mask <= enumerated(cpu); mask++) {
      if ((mask & ~enumerated(cpu)) !== 0n || !isLegal(cpu, mask)) continue;
      const user = mask & cpu.xcr0;
      if (standardSize(cpu, user) !== standardSize(cpu, cpu.xcr0)) continue;
      if (compactedSize(cpu, mask) === reported) all.push(`0x${mask.toString(16)}`);
    }
    expect(checks["0DH.1.EBX"]?.explainedBy).toEqual(all);
    // Granite Rapids with PT enabled: 39 sets, as the record intel-6-ad-1.1 says.
    if (cpu === gnr) expect(all.length).toBe(39);
  }
});

test("a kernel that prints its own total has set LBR in IA32_XSS, and never PT", () => {
  const total = (xss: bigint) => {
    const rows = Object.entries({
      ...leavesOf(SPR),
      "1": [0x1f, compactedSize(SPR, SPR.xcr0 | xss), Number(SPR.xss), 0],
    } as LeafRows).map(
      ([n, registers]) =>
        `[    0.000000] CPUID[0d, ${Number(n).toString(16).padStart(2, "0")}]: ${registers
          .map((value, i) => `e${"abcd"[i]}x=${value.toString(16).padStart(8, "0")}`)
          .join(" ")}\n`,
    );
    return byName(rows.join(""))["0DH.1.EBX"];
  };
  expect(total(0x8000n)).toMatchObject({ ok: true });
  expect(total(0x100n)).toMatchObject({ ok: false, computed: null });
  expect(total(0x100n)?.detail).toMatch(/PT/);
});

test("a dump without its sub-leaves is judged by the processors that have its rows", () => {
  const zen2 = of({ "0": [0x207, 832, 896, 0] });
  expect(zen2["0DH.0.ECX"]).toMatchObject({ ok: true, computed: 896 });
  expect(zen2["0DH.0.ECX"]?.detail).toMatch(/as on zen-2/);
  const unknown = of({ "0": [0x207, 832, 1000, 0] });
  expect(unknown["0DH.0.ECX"]).toMatchObject({ ok: null, cause: "missing-subleaf" });
  const nobody = of({ "0": [0x100007, 832, 1000, 0], ...AVX });
  expect(nobody["0DH.0.ECX"]).toMatchObject({ ok: null, computed: null });
});

test("a contradictory row is a check of its own", () => {
  const checks = of({ ...leavesOf(SPR), "6": [512, 1100, 0, 0] });
  expect(checks["0DH.6.EBX"]).toMatchObject({ ok: false, cause: "contradictory-subleaf" });
});

const log = (mask: bigint, format: "standard" | "compacted") => logOf(SPR, mask, format);

test.each([
  ["compacted", "10752 bytes", "11008 bytes", "format-confused"],
  ["compacted", "10752 bytes", "10696 bytes", "alignment-ignored"],
  ["compacted", "10752 bytes", "2440 bytes", "fewer-components"],
  ["standard", "11008 bytes", "10752 bytes", "format-confused"],
  ["standard", "11008 bytes", "12345 bytes", "unexplained"],
] as const)("a %s log that says %s as %s: %s", (format, right, wrong, cause) => {
  const good = log(0x602e7n, format);
  expect(good).toContain(right);
  expect(byName(good)["context size"]).toMatchObject({ ok: true });
  const bad = byName(good.replace(right, wrong))["context size"];
  expect(bad).toMatchObject({ ok: false, cause, reported: Number.parseInt(wrong, 10) });
});

test("an offset that ignores alignment, or is the standard one, is named so", () => {
  const good = log(0x602e7n, "compacted");
  const at = (row: string) =>
    byName(good.replace("xstate_offset[17]: 2496", row))["xstate_offset[17]"];
  expect(at("xstate_offset[17]: 2440")).toMatchObject({ ok: false, cause: "alignment-ignored" });
  expect(at("xstate_offset[17]: 2752")).toMatchObject({ ok: false, cause: "format-confused" });
  expect(at("xstate_offset[17]: 2500")).toMatchObject({ ok: false, cause: "unexplained" });
});

test.each([
  [0x3n, 1520, "with 32-bit emulation"],
  [0x3n, 1104, "64-bit only"],
  [0x7n, 1776, "with 32-bit emulation"],
  [0x2e7n, 3632, "with 32-bit emulation"],
  [0x602e7n, 11952, "with 32-bit emulation"],
] as const)("the signal frame of %s: %i bytes, kernel %s", (mask, bytes, kernel) => {
  const text = (n: number) =>
    `${log(mask, "compacted")}signal: max sigframe size: ${n}\nAT_MINSIGSTKSZ:       ${n}\n`;
  const good = byName(text(bytes));
  for (const what of ["max sigframe size", "AT_MINSIGSTKSZ"]) {
    expect(good[what]).toMatchObject({ ok: true, reported: bytes });
    expect(good[what]?.detail).toContain(kernel);
  }
  expect(byName(text(bytes + 16))["max sigframe size"]).toMatchObject({ ok: false });
  // FXSAVE frames, with 32-bit emulation and without: what a kernel without XSAVE has (live, 6.17).
  for (const off of [1440, 1040]) {
    for (const what of ["max sigframe size", "AT_MINSIGSTKSZ"]) {
      expect(byName(text(off))[what]).toMatchObject({ ok: false, cause: "xsave-off" });
    }
  }
});

test.each([
  ["size 10752 != kernel_size 10704", "alignment-ignored"],
  ["size 832 != kernel_size 0", "zero-total"],
  ["size 2440 != kernel_size 2696", "format-confused"],
  ["size 10752 != kernel_size 2440", "fewer-components"],
  ["size 10752 != kernel_size 77777", "unexplained"],
])("XSAVE consistency problem: %s is %s", (line, cause) => {
  const text = `[    0.000000] XSAVE consistency problem: ${line}\n`;
  const check = byName(text)["XSAVE consistency problem"];
  expect(check).toMatchObject({ ok: false, cause });
  if (cause !== "unexplained") expect(check?.explainedBy.length).toBeGreaterThan(0);
});

test("the problem beside the rows that the kernel dumped is explained by these", () => {
  const rows = Object.entries({
    ...leavesOf(SPR),
    "0": [0x600e7, 11008, 11008, 0],
    "1": [0x1b, 10704, 0x1800, 0],
  })
    .map(([n, row]) => {
      const [a, b, c, d] = row.map((r) => r.toString(16).padStart(8, "0"));
      return `CPUID[0d, ${Number(n).toString(16).padStart(2, "0")}]: eax=${a} ebx=${b} ecx=${c} edx=${d}\n`;
    })
    .join("");
  const text = `XSAVE consistency problem: size 10752 != kernel_size 10704\n${rows}`;
  const check = byName(text)["XSAVE consistency problem"];
  expect(check).toMatchObject({ cause: "alignment-ignored", explainedBy: ["0x608e7"] });
});

test("the note of a core file is as large as its layout says", () => {
  const user = SPR.components.flatMap((c) =>
    c.offset === null ? [] : [{ ...c, offset: c.offset }],
  );
  const core = (size: number) =>
    elfCore([{ pid: 1, area: areaBytes(size, SPR.xcr0, SPR.xcr0) }], user);
  expect(byName(core(11008))["XSAVE note"]).toMatchObject({ ok: true, computed: 11008 });
  expect(byName(core(11072))["XSAVE note"]).toMatchObject({ ok: false, cause: "unexplained" });
});

test("Xen: the uncompressed size of a CPU that woke with XCR0 = x87", () => {
  const line = (n: string) => `(XEN) xstate: size: 0x440 (uncompressed ${n}) and states: 0x1f\n`;
  expect(byName(line("0x440"))["uncompressed size"]).toMatchObject({ ok: true, computed: 1088 });
  const woken = byName(line("0x240"));
  expect(woken["context size"]).toMatchObject({ ok: true, computed: 1088 });
  expect(woken["uncompressed size"]).toMatchObject({ ok: false, cause: "x87-only-xcr0" });
});

test("size 880 != kernel_size 840: CPUID leaves CET out", () => {
  const text = "XSAVE consistency problem: size 880 != kernel_size 840\n";
  const check = byName(text)["XSAVE consistency problem"];
  expect(check).toMatchObject({ cause: "fewer-components" });
  expect(check?.explainedBy).toContain("0x1a07");
  expect(check?.detail).toMatch(/the compacted size of 0x207 only/);
});

test.each([
  [2688, "gdb-standard"],
  [2432, null],
  [2689, "unexplained"],
])("a core of Zen 4 whose XSAVE note has %i bytes: %s", (area, cause) => {
  const zen4 = processor("zen-4");
  const processorOf = { ...zen4, xcr0: 0xe7n, xss: 0n };
  const components = zen4.components.filter(({ bit }) => [2, 5, 6, 7].includes(bit));
  const [check] = explain({
    label: "thread 1",
    count: 1,
    processor: { ...processorOf, components },
    missing: 0n,
    warnings: [],
    area,
  });
  expect([check?.what, check?.ok, check?.cause]).toEqual(["XSAVE note", cause === null, cause]);
});
