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

test("cpuid --every-legal: several processors are one table, one document", () => {
  const two = ["cpuid", "--every-legal", "--cpu", "zen-4", "--cpu", "spr:0x7"];
  const { cpus } = json<{ cpus: { cpu: string; rows: object[] }[] }>(two);
  expect(cpus.map(({ cpu }) => cpu)).toEqual(["zen-4", "sapphire-rapids:0x7"]);
  for (const { cpu, rows } of cpus) {
    expect(json(["cpuid", "--every-legal", "--cpu", cpu])).toEqual({
      ...{ schema: "xsweep/cpuid@1", cpu, rows },
    });
  }
  const { out } = xsweep(two);
  expect(out).toMatch(/^PROCESSOR +XCR0 +IA32_XSS/);
  expect(out).toMatch(/^sapphire-rapids:0x7 +0x7 +0x0 +832 +832$/m);
  expect(xsweep(["cpuid", "--cpu", "zen-4", "--cpu", "spr"]).code).toBe(2);
});

test("limits: exit 1 where a legal mask overflows, every processor in the document", () => {
  const { code } = xsweep(["limits", "go-gsignal"]);
  expect(code).toBe(0);
  expect(xsweep(["limits", "sigstksz"]).code).toBe(1);
  const { limits } = json<{ limits: { name: string; processors: object[] }[] }>([
    ...["limits", "kvm-get-xsave", "--cpu", "spr"],
  ]);
  expect(limits).toMatchObject([{ name: "kvm-get-xsave", bytes: 4096, format: "standard" }]);
  expect(limits[0]?.processors).toEqual([
    {
      cpu: "sapphire-rapids",
      legal: "16",
      overflow: "8",
      first: { mask: "0x60001", size: 11008 },
      worst: { mask: "0x60001", size: 11008 },
      slack: -6912,
    },
  ]);
  expect(xsweep(["limits", "kvm-get-xsav"])).toMatchObject({
    code: 2,
    err: 'xsweep: NAME: "kvm-get-xsav" is unknown (did you mean kvm-get-xsave?)\n',
  });
});

test("find --over and --sigframe: the number in place of a size", () => {
  const over = json(["find", "--over", "8192", "--cpu", "spr", "--rule", "sdm-standard"]);
  expect(over).toMatchObject({ over: 8192, matches: [{ legalCount: "6", truncated: true }] });
  expect(over).not.toHaveProperty("size");
  const frames = json<{ matches: { cpu: string; rule: string }[] }>(["find", "--sigframe", "8192"]);
  expect(frames).toMatchObject({ sigframe: 8192, legal: true });
  expect(frames.matches.map(({ rule }) => rule)).toEqual(Array(4).fill("sdm-standard"));
  expect(xsweep(["find", "--sigframe", "8192", "--rule", "sdm-compacted"])).toMatchObject({
    code: 2,
    err: "xsweep: --sigframe: a frame holds the standard format, which sdm-compacted is not\n",
  });
  expect(xsweep(["find", "--sigframe", "32768"])).toMatchObject({
    code: 1,
    out: "no legal mask has a signal frame of more than 32768 bytes\n",
  });
});

test("sgx: every XFRM, or one; an XFRM that is refused is exit 2", () => {
  const { schema, cpu, frames } = json(["sgx", "--cpu", "spr"]) as Record<string, unknown[]>;
  expect([schema, cpu, frames?.length]).toEqual(["xsweep/sgx@1", "sapphire-rapids", 12]);
  expect(json(["sgx", "--cpu", "spr", "--xfrm", "@xcr0"])).toMatchObject({
    frames: [{ xfrm: "0x602e7", xsave: 11008, frame: 11192, pages: 3 }],
  });
  expect(xsweep(["sgx", "--cpu", "spr", "--xfrm", "0x1"])).toMatchObject({
    code: 2,
    err: "xsweep: --xfrm: 0x1 is refused as an XFRM: x87 (0) and SSE (1) must be set\n",
  });
});

test("vectors: the document of the contract, processors in the order given", () => {
  const args = ["vectors", "--cpu", "zen-2", "--cpu", "haswell", "--legal"];
  const { schema, cpus } = json<{ schema: string; cpus: { cpu: string; rules: object[] }[] }>(args);
  expect([schema, cpus.map(({ cpu }) => cpu)]).toEqual(["xsweep/vectors@1", ["zen-2", "haswell"]]);
  expect(cpus[1]?.rules[1]).toEqual({
    rule: "sdm-compacted",
    format: "compacted",
    masks: [
      { mask: "0x1", size: 576, offsets: [] },
      { mask: "0x3", size: 576, offsets: [] },
      { mask: "0x7", size: 832, offsets: [[2, 576]] },
    ],
  });
  expect(xsweep(args).out).toBe(xsweep([...args, "--to", "json"]).out);
});

test.each([
  [["vectors"], /^xsweep: --cpu is missing/],
  [
    ["vectors", "--cpu", "spr", "--cpu", "SPR"],
    /^xsweep: --cpu: two processors are called sapphire/,
  ],
  [["vectors", "--cpu", "spr", "--to", "c", "--json"], /^xsweep: --to c: --json is another form/],
])("%s is refused in one line too", (args, says) => {
  const { code, out, err } = xsweep(args);
  expect([code, out, err.trimEnd().split("\n").length]).toEqual([2, "", 1]);
  expect(err).toMatch(says);
});
