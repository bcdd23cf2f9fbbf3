/** The JSON documents, as the contract has them. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { synthetic } from "../processors.ts";
import { PROCESSORS, STATED } from "../spaces.ts";
import { json, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-contract-"));

interface SweepDocument {
  seconds?: number;
  masksPerSecond?: number;
  threads?: number;
  rules: { rule: string; histogram: [number, string][]; offsets?: object[] }[];
}

test("cpus", () => {
  const { schema, cpus } = json<{ schema: string; cpus: Record<string, unknown>[] }>(["cpus"]);
  expect([schema, cpus.length]).toEqual(["xsweep/cpus@1", PROCESSORS]);
  expect(cpus.find(({ id }) => id === "sapphire-rapids")).toMatchObject({
    xcr0: "0x602e7",
    xss: "0xdd00",
    standardSize: 11008,
    compactedSize: 11776,
  });
  expect(cpus.filter(({ hypothetical }) => hypothetical).length).toBe(STATED.hypothetical.length);
});

test("layout: the mask of the issue, by name", () => {
  const mask = "x87+sse+avx+avx512+pkru+amx";
  const document = json<{
    standard: { components: object[] };
    compacted: { components: object[] };
  }>(["layout", mask, "--cpu", "sapphire-rapids"]);
  expect(document).toMatchObject({
    schema: "xsweep/layout@1",
    cpu: "sapphire-rapids",
    mask: "0x602e7",
    legal: true,
    illegalBecause: null,
    standard: {
      size: 11008,
      holes: [
        { offset: 832, size: 256 },
        { offset: 2696, size: 56 },
      ],
    },
    compacted: { size: 10752, xcompBv: "0x80000000000602e7" },
  });
  expect(document.compacted.components.at(-1)).toEqual({
    bit: 18,
    name: "XTILEDATA",
    offset: 2560,
    size: 8192,
    align64: true,
    supervisor: false,
    xfd: true,
  });
  expect(document.standard.components[0]).toEqual({
    bit: 2,
    name: "AVX",
    offset: 576,
    size: 256,
    supervisor: false,
    xfd: false,
  });
});

test("layout of an illegal mask says why; MASK defaults to @all", () => {
  expect(json(["layout", "0x20003", "--cpu", "sapphire-rapids"])).toMatchObject({
    legal: false,
    illegalBecause: "XTILECFG (17) and XTILEDATA (18) go together",
  });
  expect(json(["layout", "--cpu", "zen-4"])).toMatchObject({ mask: "0x1ae7" });
});

test("sweep: Granite Rapids has 16384 masks compacted, and both engines agree", () => {
  const document = json<SweepDocument & Record<string, unknown>>([
    "sweep",
    "--cpu",
    "granite-rapids",
    "--method",
    "both",
  ]);
  expect(document).toMatchObject({
    schema: "xsweep/sweep@1",
    cpu: "granite-rapids",
    method: "both",
    agree: true,
  });
  expect(document.rules[1]).toMatchObject({
    rule: "sdm-compacted",
    format: "compacted",
    universe: "0x7dfe4",
    fixed: "0x3",
    masks: "16384",
    min: { size: 576, mask: "0x3" },
    max: { size: 11776, mask: "0x6dbe7" },
    distinct: 414,
    checksum: "0x00000204a4280000",
  });
  expect(document.rules[1]?.histogram[0]).toEqual([576, "1"]);
  expect(document.rules[0]).not.toHaveProperty("offsets");
});

test("sweep --only leaves the other figures out", () => {
  const { rules } = json<SweepDocument>(["sweep", "--cpu", "zen-4", "--only", "min,checksum"]);
  expect(Object.keys(rules[0] ?? {})).toEqual([
    "rule",
    "format",
    "universe",
    "fixed",
    "masks",
    "min",
    "checksum",
  ]);
});

test("sweep --cpu all: an array of documents", () => {
  const { sweeps } = json<{ sweeps: { cpu: string }[] }>([
    "sweep",
    "--cpu",
    "all",
    "--only",
    "sum",
  ]);
  expect(sweeps.length).toBe(PROCESSORS);
});

test("the same document for -j 1 and -j 2, but for time and threads; and as symbolic", () => {
  const file = join(folder, "synthetic.json");
  writeFileSync(file, JSON.stringify(processorJson(synthetic(25))));
  const figures = (args: string[]) => json<SweepDocument>(["sweep", "--cpu", file, ...args]).rules;
  const one = figures(["-j", "1"]);
  expect(figures(["-j", "2"])).toEqual(one);
  expect(figures(["--method", "symbolic"])).toEqual(one);
});

test("a universe of 62 components is counted, not enumerated", () => {
  const file = join(folder, "sixty.json");
  writeFileSync(file, JSON.stringify(processorJson(synthetic(61))));
  const args = [
    "sweep",
    "--cpu",
    file,
    "--method",
    "symbolic",
    "--universe",
    "1-62",
    "--fixed",
    "0x1",
  ];
  const document = json<{ masksPerSecond: number; rules: { masks: string }[] }>(args);
  expect(document.masksPerSecond).toBe(0);
  expect(document.rules.map(({ masks }) => masks)).toEqual([`${2n ** 62n}`, `${2n ** 62n}`]);
});

test("sweep -o writes every size and says what they are", () => {
  const path = join(folder, "sizes");
  const { code } = xsweep(["sweep", "--cpu", "zen-4", "--rule", "sdm-compacted", "-o", path]);
  expect(code).toBe(0);
  const bytes = readFileSync(path);
  expect([bytes.length, bytes.readUInt32LE(4096), bytes.readUInt32LE(4096 + 4 * 127)]).toEqual([
    4096 + 512,
    576,
    2480,
  ]);
  expect(JSON.parse(bytes.toString("utf8", 0, 4096))).toMatchObject({
    schema: "xsweep/sizes@2",
    cpu: "zen-4",
    rules: [{ rule: "sdm-compacted", universe: "0x1ae4", fixed: "0x3", masks: "128" }],
  });
});
