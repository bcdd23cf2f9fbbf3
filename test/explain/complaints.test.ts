/** What kernels complain of, and dumps that say less than all; rows made from values. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BLAME, blameText } from "../../src/explain/blame.ts";
import { explain, verdictCode, verdictOf } from "../../src/explain/index.ts";
import { readDump, readProcessors } from "../../src/read/index.ts";
import { COMPLAINTS, type ComplaintKind } from "../../src/read/log/complaints.ts";

const hex8 = (n: number) => n.toString(16).padStart(8, "0");
const linuxRow = (n: number, ...[a = 0, b = 0, c = 0, d = 0]: number[]) =>
  `[    0.000000] CPUID[0d, ${n.toString(16).padStart(2, "0")}]: eax=${hex8(a)} ebx=${hex8(b)} ecx=${hex8(c)} edx=${hex8(d)}\n`;
const rawRow = (n: number, ...[a = 0, b = 0, c = 0, d = 0]: number[]) =>
  `   0x0000000d 0x${n.toString(16).padStart(2, "0")}: eax=0x${hex8(a)} ebx=0x${hex8(b)} ecx=0x${hex8(c)} edx=0x${hex8(d)}\n`;
const judge = (text: string) => {
  const checks = readDump(text).readings.map((reading) => explain(reading));
  return { code: verdictCode(checks), verdict: verdictOf(checks[0] ?? []), checks: checks.flat() };
};
const causes = (text: string) =>
  judge(text).checks.flatMap(({ ok, cause }) => (ok === false && cause ? [cause] : []));
const AVX = [256, 576, 0, 0];

test("a supervisor component without XSAVES is the fault, whatever else fits", () => {
  const said = "XSAVE consistency problem: Got supervisor feature 11, but XSAVES not advertised\n";
  const rows = (ebx: number) =>
    linuxRow(0, 7, 832, 832) +
    linuxRow(1, 7, ebx, 0x800) +
    linuxRow(2, ...AVX) +
    linuxRow(11, 16, 0, 1);
  for (const ebx of [832, 0]) {
    expect(causes(said + rows(ebx))).toContain("supervisor-without-xsaves");
    expect(judge(said + rows(ebx)).code).toBe(1);
  }
  // The rows alone say it too.
  expect(causes(rows(832))).toContain("supervisor-without-xsaves");
});

test("a component that the kernel has no structure for; a total that counts what Linux never enables", () => {
  const rows =
    linuxRow(0, 0x1f, 1088, 1088) +
    linuxRow(1, 15, 1088, 0x100) +
    linuxRow(2, ...AVX) +
    linuxRow(3, 64, 960) +
    linuxRow(4, 64, 1024) +
    linuxRow(8, 128, 0, 1);
  const old = `WARNING: XSAVE consistency problem, dumping leaves\n${rows}`;
  expect(causes(old)).toEqual(["unused-supervisor-state", "unused-supervisor-state"]);
  expect(causes(`no structure for xstate: 13\n${rows}`)).toContain("no-structure");
});

test("every complaint is heard, wrapped or not, and none is consistent", () => {
  for (const [kind, { pattern }] of Object.entries(COMPLAINTS)) {
    const sample = SAMPLES[kind] ?? "";
    expect([kind, sample.search(pattern)]).not.toEqual([kind, -1]);
    for (const text of [sample, sample.replace(" at ", "\n at ").replace(" bytes", "\nbytes")]) {
      expect([kind, judge(`${text}\n`).code]).toEqual([kind, 1]);
    }
  }
});

const SAMPLES: Readonly<Record<string, string>> = {
  "dumping-leaves": "XSAVE consistency problem, dumping leaves",
  "no-xsaves": "XSAVE consistency problem: Got supervisor feature 12, but XSAVES not advertised",
  "no-structure": "XSAVE consistency problem: No structure for xstate: 13",
  "structure-size": "[XFEATURE_PKRU]: struct is 8 bytes, cpu state 64 bytes",
  misordered: "x86/fpu: misordered xstate at 2432",
  "both-apx-mpx": "x86/fpu: Both APX/MPX present in the CPU's xstate features: 0x8001f.",
  "no-fp-sse": "x86/fpu: FP/SSE not present amongst the CPU's xstate features: 0x5.",
  modified:
    "x86/fpu: xfeatures modified from 0x00000000000002e7 to 0x00000000000000e7 during init, disabling XSAVE",
  "buffer-too-small": "x86/fpu: init_fpstate buffer too small (4096 < 11008)",
  "xsave-disabled": "x86/fpu: XSAVE disabled",
  "legacy-fpu": "x86/fpu: x87 FPU will use FXSAVE",
  "bad-image": "Bad FPU state detected at restore_fpregs_from_fpstate+0x4e/0xa0",
  "unsupported-state": "get of unsupported state",
  "no-fixed-offset": "No fixed offset for xstate 10",
  "kvm-inadequate-fpu": "kvm: inadequate fpu",
  "kvm-msr":
    "kvm_intel: kvm [1887]: vcpu0, guest rIP: 0xfffff8046a9311ac Unhandled WRMSR(0xda0) = 0x1800",
  "alignment-of-disabled": "Checking alignment of disabled xfeature 10",
};

test("KVM's complaints, in the forms of their releases", () => {
  const details = (text: string) =>
    judge(`${text}\n`).checks.map(({ cause, detail }) => [cause, detail.split(":")[0]]);
  expect(details("kvm [7]: vcpu0, guest rIP: 0x10 ignored rdmsr: 0x1c4")).toEqual([
    ["host-lacks-component", "ignored rdmsr of IA32_XFD (0x1c4)"],
  ]);
  // Other MSRs are no matter of the area.
  expect(() => judge("kvm [7]: vcpu0, guest rIP: 0x10 ignored rdmsr: 0x1c9\n")).toThrow(RangeError);
});

test("the page of complaints has each, with its meaning", () => {
  const page = readFileSync(new URL("../../docs/kernel-complaints.md", import.meta.url), "utf8");
  const words = (text: string) => text.replaceAll(/\s+/g, " ");
  const sections = new Map(page.split("\n## ").map((part) => [part.split("\n")[0], words(part)]));
  for (const [kind, { means }] of Object.entries(COMPLAINTS)) {
    const section = sections.get(kind) ?? "";
    expect([kind, section.includes(words(means))]).toEqual([kind, true]);
    expect([kind, section.includes(words(SAMPLES[kind] ?? "?"))]).toEqual([kind, true]);
    const blame = blameText(kind as ComplaintKind).replace(/more: (.*)$/, "more: `$1`.");
    expect([kind, section.toLowerCase().includes(words(blame).toLowerCase())]).toEqual([
      kind,
      true,
    ]);
  }
});

test("every complaint says who is at fault, since when it is mended, and what shows more", () => {
  for (const [kind, sample] of Object.entries(SAMPLES)) {
    const { verdict, checks } = judge(`${sample}\n`);
    const own = checks.find(({ what }) => what === "kernel complaint");
    expect([kind, own?.detail]).toEqual([
      kind,
      expect.stringMatching(
        /; at fault: [^;]+; (?:mended in \d\.\d+|no release is known[^;]+); more: .*xsweep /,
      ),
    ]);
    expect(verdict).toMatch(/^not consistent: /);
  }
  const release = /^[456]\.\d+ to ([456])\.(\d+):/;
  for (const [kind, { means }] of Object.entries(COMPLAINTS)) {
    const [, major, minor] = release.exec(means) ?? [];
    // A line that a later release says otherwise is not mended by that.
    if (kind === "dumping-leaves" || major === undefined) continue;
    const next = minor === "19" ? "6.0" : `${major}.${Number(minor) + 1}`;
    expect([kind, BLAME[kind as ComplaintKind].mended]).toEqual([kind, next]);
  }
});

test("an announced component without its sub-leaf is the fault of the table", () => {
  const table =
    rawRow(0, 0x207, 576, 2440) +
    rawRow(1, 15, 576, 0x1800) +
    rawRow(2, ...AVX) +
    rawRow(9, 8, 2432);
  const { code, verdict } = judge(table);
  expect(code).toBe(1);
  expect(verdict).toMatch(/^not consistent: 0DH\.11: CET_U is announced by IA32_XSS 0x1800/);
});

test("sub-leaf 0 alone: placed as on the processors with that XCR0 and size, or refused", () => {
  const { processors, warnings } = readProcessors(rawRow(0, 0x602e7, 11008, 11008));
  expect(processors[0]?.xcr0).toBe(0x602e7n);
  expect(warnings.map(({ name }) => name)).toContain("inferred-layout");
  expect(() => readProcessors(rawRow(0, 0x602e7, 11111, 11111))).toThrow(
    /enumerates .*dump every sub-leaf/,
  );
  expect(judge(rawRow(0, 0x602e7, 11111, 11111)).code).not.toBe(0);
});

test("today's cpuid: one mask of 64 bits, no heading before sub-leaf 1, and what is cut is unknown", () => {
  const zero =
    "   XSAVE features (0xd/0):\n      XCR0 valid bit field mask               = 0x00000000000002e7\n      bytes required by fields in XCR0        = 0x00000a88 (2696)\n";
  const one =
    "      XSAVEOPT instruction                    = true\n      XSAVEC instruction                      = true\n      XGETBV instruction                      = true\n      XSAVES/XRSTORS instructions             = true\n      SAVE area size in bytes                 = 0x000009b0 (2480)\n      IA32_XSS valid bit field mask           = 0x0000000000003900\n";
  const [cut] = readDump(zero).readings;
  expect([cut?.leaf0d?.xcr0, cut?.leaf0d?.xss]).toEqual([0x2e7n, null]);
  const [both] = readDump(zero + one).readings;
  expect([both?.leaf0d?.xcr0, both?.leaf0d?.xss]).toEqual([0x2e7n, 0x3900n]);
  expect(both?.leaf0d?.rows.get(1)).toEqual({ eax: 15, ebx: 2480, ecx: 0x3900, edx: 0 });
  expect(both?.leaf0d?.rows.get(0)?.ecx).toBe(null);
  const [masked] = readDump(one).readings;
  expect(masked?.leaf0d?.xcr0 ?? null).toBe(null);
});
