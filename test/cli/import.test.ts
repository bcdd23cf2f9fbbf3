/** import, explain, core and --cpu over dumps, as a user runs them. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { standardSize } from "../../src/xsave/layout.ts";
import { leavesOf } from "../read/machines.ts";
import { cpuidRText } from "../read/texts.ts";
import { areaBytes, elfCore, logOf } from "../read/words.ts";
import { HAS_DATA, liveFile } from "../shared.ts";
import { json, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-import-"));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const SPR = processor("sapphire-rapids");
const ZEN = processor("zen-4");
// The name says nothing: content decides.
const DUMP = file("notes.json", cpuidRText([leavesOf(SPR)]));
const HYBRID = file(
  "hybrid.txt",
  cpuidRText([leavesOf(processor("alder-lake-avx512")), leavesOf(processor("alder-lake"))]),
);
const TEMPLATE = file(
  "template.txt",
  cpuidRText([{ "0": [7, 832, 2696, 0], "2": [256, 576, 0, 0] }]),
);
const LOG = file("dmesg.bin", logOf(ZEN, 0x2e7n, "compacted"));
const USER = ZEN.components.flatMap((c) => (c.offset === null ? [] : [{ ...c, offset: c.offset }]));
/** k1 and every qword of zmm17 hold 0x1122334455667788, as in shared/data/live. */
const CORE = file("core.1", elfCore([{ pid: 4711, area: demonstration() }], USER));

function demonstration(): Uint8Array {
  const area = areaBytes(standardSize(ZEN, ZEN.xcr0), ZEN.xcr0, 0xa2n);
  const view = new DataView(area.buffer);
  view.setBigUint64(832 + 8, 0x1122334455667788n, true);
  for (let n = 0; n < 8; n++) view.setBigUint64(1408 + 64 + 8 * n, 0x1122334455667788n, true);
  return area;
}

test("import, and import into layout through a pipe", () => {
  const { code, out, err } = xsweep(["import", DUMP]);
  expect([code, err]).toEqual([0, ""]);
  const { components, xcr0, xss } = processorJson(SPR) as Record<string, unknown>;
  expect(JSON.parse(out)).toMatchObject({ schema: "xsweep/processor@1", xcr0, xss, components });
  const piped = json<{ standard: { size: number } }>(["layout", "--cpu", "-"], out);
  expect(piped.standard.size).toBe(11008);
  expect(json(["layout", "--cpu", DUMP])).toEqual({ ...piped });
});

test("several processors: the first with a note, or --all as JSON Lines", () => {
  const first = xsweep(["import", HYBRID]);
  expect(JSON.parse(first.out)).toMatchObject({ id: "cpuid-r", xcr0: "0x2e7" });
  expect(first.err).toMatch(
    /2 distinct processors \(cpuid-r, cpuid-r-2\): the first; --all for all/,
  );
  const { out, err } = xsweep(["import", "--all", HYBRID]);
  const lines = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { xcr0: string });
  expect([lines.map(({ xcr0 }) => xcr0), err]).toEqual([["0x2e7", "0x207"], ""]);
  const used = xsweep(["layout", "--cpu", HYBRID, "--json"]);
  expect(used.err).toMatch(/2 distinct processors, the first is taken \(CPU 0\)/);
  expect(json(["layout", "--cpu", "-"], lines[1] ? JSON.stringify(lines[1]) : "")).toMatchObject({
    mask: "0x19b07",
  });
});

test("a boot log and a core file are processors too, with their doubts on stderr", () => {
  const log = xsweep(["layout", "@xcr0", "--cpu", LOG, "--json"]);
  expect(JSON.parse(log.out)).toMatchObject({ compacted: { size: 2440 } });
  expect(log.err).toMatch(
    /--cpu .*: inferred-layout: the log does not place.*\n.*ambiguous-layout/,
  );
  expect(json(["layout", "--cpu", CORE])).toMatchObject({ standard: { size: 2440 } });
});

test("explain: exit 0 where all fits, 1 where something does not, 2 where nothing can be read", () => {
  const good = xsweep(["explain", DUMP]);
  expect(good.code).toBe(0);
  expect(good.out).toMatch(
    /^ok {2}0DH\.0\.ECX +11008 +the standard size for all of XCR0 = 0x602e7$/m,
  );
  expect(good.out).toMatch(/^consistent: 16 of 16 numbers fit$/m);
  const bad = xsweep(["explain", TEMPLATE]);
  expect(bad.code).toBe(1);
  expect(bad.out).toMatch(/^NO {2}0DH\.0\.ECX +2696 +\(not 832\) +host total passed through: /m);
  expect(bad.err).toMatch(/no-subleaf-1/);
  for (const [input, message] of [
    ["hello", /stdin: no format is recognised/],
    ["", /stdin: the file is empty/],
  ] as const) {
    const { code, out, err } = xsweep(["explain", "-"], input);
    expect([code, out, err.trimEnd().split("\n").length]).toEqual([2, "", 1]);
    expect(err).toMatch(message);
  }
  expect(xsweep(["explain"])).toMatchObject({ code: 2, err: /FILE is missing/ as never });
});

test("explain --json has a check per number, with every set that explains it", () => {
  interface Document {
    cpus: { cpu: string; checks: { what: string; explainedBy: string[] }[] }[];
  }
  const document = json<Document>(["explain", DUMP]);
  expect(document).toMatchObject({ schema: "xsweep/explain@1", format: "cpuid-r" });
  const [check] = document.cpus[0]?.checks.filter(({ what }) => what === "0DH.1.EBX") ?? [];
  expect(Object.keys(check ?? {})).toEqual(
    expect.arrayContaining(["what", "reported", "computed", "ok", "cause", "explainedBy"]),
  );
  expect(check?.explainedBy).toContain("0x6dfe7");
});

test("core: what gdb 13 cannot show", () => {
  expect(xsweep(["core", CORE, "--reg", "k1"])).toMatchObject({
    ...{ code: 0, err: "" },
    out: "k1  0x1122334455667788\n",
  });
  expect(xsweep(["core", CORE, "--reg", "zmm17"]).out).toBe(
    `zmm17  0x${Array(8).fill("1122334455667788").join("_")}\n`,
  );
  const lanes = xsweep(["core", CORE, "--reg", "zmm17", "--lanes", "u64"]).out;
  expect(lanes).toContain(`u64  ${Array(8).fill("1234605616436508552").join(" ")}`);
  const overview = xsweep(["core", CORE]).out;
  expect(overview).toMatch(/^thread 4711: XCR0 0x2e7, XSTATE_BV 0xa2, XCOMP_BV 0x0, 2440 bytes$/m);
  expect(overview).toMatch(/^ {2}5 {2}opmask +832 +64 {2}saved$/m);
  const document = json(["core", CORE, "--reg", "k0-1"]);
  expect(document).toMatchObject({
    schema: "xsweep/core@1",
    threads: [
      {
        ...{ pid: 4711, xcr0: "0x2e7", xstateBv: "0xa2", layout: "note" },
        registers: [{ name: "k0" }, { name: "k1", hex: "0x1122334455667788", state: "saved" }],
      },
    ],
  });
});

test("core: a register that is not there does not void the others; a lost one is no zero", () => {
  const { code, out, err } = xsweep(["core", CORE, "--reg", "tmm0,k1", "--reg", "r16"]);
  expect([code, out]).toEqual([1, "k1  0x1122334455667788\n"]);
  expect(err).toMatch(/--reg: tmm0: thread 4711 saves no XTILEDATA \(18\)/);
  expect(err).toMatch(/--reg: r16: thread 4711 saves no APX \(19\)/);
  const area = areaBytes(2688, 0xe7n, 0xe7n);
  area.fill(0x55, 1472, 1536);
  const spoiled = (name: string, auxv: [number, number][]) =>
    file(name, elfCore([{ pid: 7, area }], null, 64, auxv));
  const known = spoiled("core.gcore", [[51, 3376]]);
  expect(xsweep(["core", known, "--reg", "k1,zmm17"])).toMatchObject({
    code: 1,
    out: `k1     lost, gcore of gdb 13 does not write it\nzmm17  0x${Array(8).fill("5".repeat(16)).join("_")}\n`,
  });
  const open = spoiled("core.open", []);
  expect(xsweep(["core", open, "--reg", "k1"])).toMatchObject({
    code: 3,
    out: expect.stringMatching(/^k1 {2}0x0{16} .*skylake.*\nk1 {2}lost.*zen-4/),
  });
  expect(xsweep(["core", open]).code).toBe(3);
  expect(xsweep(["core", open, "--reg", "xmm0"]).code).toBe(0);
});

test("core: what many threads say alike is said once", () => {
  const area = areaBytes(2440, 0x2e7n, 0x22n);
  const many = file(
    "core.many",
    elfCore(
      Array.from({ length: 300 }, (_, i) => ({ pid: 1000 + i, area })),
      null,
    ),
  );
  const { out, err } = xsweep(["core", many, "--reg", "k1"]);
  expect(out.match(/^k1/gm)).toHaveLength(300);
  expect(err).toMatch(/^xsweep: inferred-layout: 300 threads: no layout note[^\n]*\n$/);
});

test("core: general registers, --reg all, and 8 registers of a 32-bit process", () => {
  const general = Array.from({ length: 27 }, (_, i) => BigInt(i + 1));
  const area = demonstration();
  const wide = file("core.wide", elfCore([{ pid: 5, area, general }], USER));
  expect(xsweep(["core", wide, "--reg", "rip,rsp"]).out).toBe(
    "rip  0x0000000000000011\nrsp  0x0000000000000014\n",
  );
  const all = xsweep(["core", wide, "--reg", "all"]);
  expect(all.code).toBe(0);
  for (const name of ["rip", "zmm0", "zmm31", "k7", "pkru", "st7", "mxcsr", "r15"]) {
    expect(all.out).toMatch(new RegExp(`^${name} `, "m"));
  }
  expect(all.out).not.toMatch(/^(xmm|ymm|tmm|bnd|r16)/m);
  const narrow = file("core.narrow", elfCore([{ pid: 5, area }], USER, 32));
  expect(xsweep(["core", narrow, "--reg", "all"]).out).not.toMatch(/^(zmm8|rip|r8)/m);
  expect(xsweep(["core", narrow, "--reg", "xmm9,xmm1"])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^xmm1 .*\n$/),
    err: expect.stringMatching(/xmm9: thread 5 is of a 32-bit process/),
  });
});

test.skipIf(!HAS_DATA)("core: the demonstration on the live file", () => {
  const live = file("live.bin", liveFile("core-notes-k1-zmm17-zen4.bin"));
  expect(xsweep(["core", live, "--reg", "k1"]).out).toBe("k1  0x1122334455667788\n");
  expect(xsweep(["core", live, "--reg", "zmm17"]).out).toContain(
    Array(8).fill("1122334455667788").join("_"),
  );
});

test.each<readonly [string[], RegExp]>([
  [["core", CORE, "--reg", "eax"], /--reg: "eax" names no register \(known: k0-7/],
  [["core", CORE, "--lanes", "u128"], /--lanes: "u128" is none of u8, u16/],
  [["core", DUMP], /no ELF file/],
  [["core", folder], /a folder, not a file/],
  [["core"], /FILE is missing/],
  [["import", join(folder, "none.txt")], /none\.txt: no such file/],
  [["import", DUMP, "--from", "cpuid"], /argument 'cpuid' is invalid/],
  [["import", DUMP, "--from", "hwloc-gather"], /no row of CPUID leaf 0DH/],
  [
    ["layout", "--cpu", file("words.txt", "nothing here")],
    /--cpu .*words\.txt: no format is recognised/,
  ],
])("%j ends in exit 2 and one line", (args, message) => {
  const { code, out, err } = xsweep(args);
  expect([code, out]).toEqual([2, ""]);
  expect(
    err
      .trimEnd()
      .split("\n")
      .filter((line) => !line.startsWith("(")),
  ).toHaveLength(1);
  expect(err).toMatch(message);
});

test("of thousands of doubts the first are told, then their number", () => {
  const rows = (i: number) => ({ "0": [7, 832, 832 + i, 0], "2": [256, 576, 0, 0] }) as const;
  const many = file("many.txt", cpuidRText(Array.from({ length: 300 }, (_, i) => rows(i))));
  const { err } = xsweep(["explain", many]);
  const lines = err.trimEnd().split("\n");
  const [doubts, more] = [lines.slice(0, -1), lines.at(-1) ?? ""];
  expect(doubts.length).toBe(200);
  const said = /^xsweep: ([0-9,]+) doubts more: explain --json lists them all$/.exec(more)?.[1];
  const { cpus, warnings } = JSON.parse(xsweep(["explain", many, "--json"]).out);
  const all = cpus.flatMap((cpu: { warnings: unknown[] }) => cpu.warnings).length;
  expect(Number(said?.replace(",", ""))).toBe(all + warnings.length - 200);
});
