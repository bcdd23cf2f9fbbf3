/** cpuid, vectors, limits and sgx on the command line: documents, exit codes, errors. */
import { expect, test } from "vitest";
import { json, spawned, xsweep } from "./run.ts";

test("cpuid: the document of the contract; what it prints is imported as the same processor", () => {
  const document = json(["cpuid", "--cpu", "zen-4:0x7"]);
  expect(document).toEqual({
    schema: "xsweep/cpuid@1",
    cpu: "zen-4:0x7",
    xcr0: "0x7",
    xss: "0x0",
    subleaves: [
      { subleaf: 0, eax: "0x00000007", ebx: "0x00000340", ecx: "0x00000340", edx: "0x00000000" },
      { subleaf: 1, eax: "0x0000000f", ebx: "0x00000340", ecx: "0x00000000", edx: "0x00000000" },
      { subleaf: 2, eax: "0x00000100", ebx: "0x00000240", ecx: "0x00000000", edx: "0x00000000" },
    ],
  });
  const raw = xsweep(["cpuid", "--cpu", "spr:@xcr0-amx"]);
  expect([raw.code, raw.err]).toEqual([0, ""]);
  expect(json(["import", "-"], raw.out)).toMatchObject({ xcr0: "0x2e7", xss: "0x0", eax1: "0xf" });
  const page = spawned(["cpuid", "--cpu", "haswell", "--to", "snp"]);
  expect([page.code, page.out.length]).toEqual([0, 4096]);
});

test("cpuid --every-legal: ascending by XCR0, then IA32_XSS", () => {
  const { rows } = json<{ rows: object[] }>(["cpuid", "--cpu", "zen-3:0xa07", "--every-legal"]);
  expect(rows.length).toBe(2 * 3 * 2);
  expect(rows.slice(0, 3)).toEqual([
    { xcr0: "0x1", xss: "0x0", ebx0: 576, ebx1: 576 },
    { xcr0: "0x1", xss: "0x800", ebx0: 576, ebx1: 592 },
    { xcr0: "0x3", xss: "0x0", ebx0: 576, ebx1: 576 },
  ]);
});

test.each([
  [
    ["cpuid", "--cpu", "zen-4", "--xcr0", "0x20"],
    /^xsweep: --xcr0: 0x20 is refused by XSETBV: x87/,
  ],
  [["cpuid", "--cpu", "zen-4", "--xss", "0x4"], /^xsweep: --xss: 0x4: IA32_XSS of zen-4/],
  [
    ["cpuid", "--cpu", "zen-4", "--to", "kvm", "--json"],
    /^xsweep: --to kvm: --json is another form/,
  ],
  [
    ["cpuid", "--cpu", "zen-4", "--every-legal", "--xss", "0"],
    /^xsweep: --xss: --every-legal takes/,
  ],
])("%s is refused in one line", (args, says) => {
  const { code, out, err } = xsweep(args);
  expect([code, out, err.trimEnd().split("\n").length]).toEqual([2, "", 1]);
  expect(err).toMatch(says);
});
