/** Questions that used to be answered with silence, or with an error in place of what is known. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { COMPONENT_NAMES } from "../../src/xsave/component.ts";
import { isLegal, reasonsAgainst } from "../../src/xsave/legality.ts";
import { bit, hasBit, hex } from "../../src/xsave/mask.ts";
import { described } from "../../src/xsave/processor.ts";
import { json, xsweep } from "./run.ts";

interface LayoutDocument {
  mask: string;
  as: string;
  legal: boolean | null;
  illegalBecause: string | null;
  standard: { size: number; components: { bit: number }[] };
}
const layoutOf = (...args: string[]) => json<LayoutDocument>(["layout", ...args]);

test("layout of a mask that the processor lacks: what is there, and every reason", () => {
  expect(layoutOf("0x1f", "--cpu", "haswell")).toMatchObject({
    mask: "0x1f",
    legal: false,
    illegalBecause: "BNDREGS (3), BNDCSR (4) are not enumerated by haswell: XSETBV faults",
    standard: { size: 832, components: [{ bit: 2 }] },
  });
  const { code, out } = xsweep(["layout", "0x1f", "--cpu", "haswell"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^0x1f = x87\+SSE\+AVX\+BNDREGS\+BNDCSR$/m);
  expect(out).toMatch(/^the layout is that of 0x7, which is there$/m);
});

test("a supervisor component in an XCR0 is called one", () => {
  const reason = "LBR (15) is a supervisor component (IA32_XSS): in XCR0 XSETBV faults";
  expect(layoutOf("0x8007", "--cpu", "sapphire-rapids", "--as", "xcr0").illegalBecause).toBe(
    reason,
  );
  expect(layoutOf("0x8007", "--cpu", "zen-4").illegalBecause).toBe(reason);
  // Without --as a mask is XCR0 together with a part of IA32_XSS, as @all is.
  expect(layoutOf("0x8007", "--cpu", "sapphire-rapids").legal).toBe(true);
});

test("an RFBM or an XSTATE_BV is not judged by XSETBV", () => {
  for (const as of ["rfbm", "xstate-bv"]) {
    expect(layoutOf("0x2a7", "--cpu", "tiger-lake", "--as", as)).toMatchObject({
      as,
      legal: null,
      illegalBecause: null,
    });
  }
  expect(layoutOf("0x2a7", "--cpu", "tiger-lake")).toMatchObject({ as: "xcr0", legal: false });
  expect(xsweep(["layout", "0x2a7", "--cpu", "tiger-lake", "--as", "rfbm"]).out).not.toMatch(
    /legal/,
  );
});

test("a bit that nothing names is refused, all such bits at once; other commands refuse both", () => {
  const layout = xsweep(["layout", "0x300007", "--cpu", "haswell"]);
  expect([layout.code, layout.err]).toEqual([
    2,
    "xsweep: MASK: bits 20-21 name no state component of haswell (known: 0-2)\n",
  ]);
  expect(xsweep(["sweep", "--universe", "0x1c", "--cpu", "haswell"]).err).toMatch(
    /bits 3-4 name no/,
  );
});

test("on every processor each named bit is a reason exactly where it cannot be enabled", () => {
  for (const cpu of CATALOGUE) {
    for (const n of [...COMPONENT_NAMES.keys()].filter((one) => one > 1)) {
      const mask = bit(n) | 3n;
      const reasons = reasonsAgainst(cpu, mask, false);
      const own = hasBit(described(cpu), n);
      const wrong = own ? (reasons.length === 0) !== isLegal(cpu, mask) : reasons.length === 0;
      if (wrong) throw new Error(`${cpu.id} ${hex(mask)}: ${reasons.join("; ") || "no reason"}`);
      const named = reasons.some((why) => why.includes(`${COMPONENT_NAMES.get(n)} (${n})`));
      if (!own && !named) throw new Error(`${cpu.id} ${hex(mask)} is not named: ${reasons}`);
    }
  }
});

const folder = mkdtempSync(join(tmpdir(), "xsweep-answers-"));
const SPR = processor("sapphire-rapids");
const NEW = join(folder, "new.json");
writeFileSync(
  NEW,
  JSON.stringify(
    processorJson({
      ...SPR,
      id: "spr-new",
      hypothetical: true,
      xcr0: SPR.xcr0 | bit(20),
      components: [
        ...SPR.components,
        {
          bit: 20,
          name: "NEW20",
          size: 1024,
          offset: 11008,
          supervisor: false,
          align64: true,
          xfd: false,
        },
      ],
    }),
  ),
);

test("diff of two processors: what only one has comes first, and is a difference", () => {
  const args = ["diff", "--cpu", "sapphire-rapids", "--cpu", NEW, "--rule", "sdm-compacted"];
  const { code, out } = xsweep(args);
  expect(code).toBe(1);
  const [first, , second] = out.split("\n");
  expect(first).toBe("only in spr-new: NEW20 (20), 1024 bytes");
  expect(second).toMatch(/^sapphire-rapids and spr-new \(hypothetical\), what both have: 0x3 with/);
  expect(json(args)).toMatchObject({
    differ: "0",
    onlyInA: [],
    onlyInB: [{ bit: 20, name: "NEW20", size: 1024 }],
  });
  const turned = ["diff", "--cpu", NEW, "--cpu", "sapphire-rapids", "--rule", "sdm-compacted"];
  expect(json(turned)).toMatchObject({ onlyInA: [{ bit: 20 }], onlyInB: [] });
  // Equal ones still are.
  expect(xsweep(["diff", "--cpu", "zen-4", "--cpu", "zen-4", "--rule", "sdm-standard"]).code).toBe(
    0,
  );
});

test("migrate: 1 where a mask is lost, 0 where none is", () => {
  expect(xsweep(["migrate", "--cpu", "ice-lake-sp", "--cpu", "zen-4"]).code).toBe(1);
  expect(xsweep(["migrate", "--cpu", "zen-4", "--cpu", "zen-4"]).code).toBe(0);
});

test.each([
  [["layout", "amx", "--cpu", "zen-4"], "MASK: zen-4 has no AMX (XTILECFG 17, XTILEDATA 18)"],
  [["layout", "lwp", "--cpu", "zen-4"], "MASK: zen-4 has no LWP (62)"],
  [["claims", "C99"], /CLAIM: "C99" is unknown \(known: C1, C2/],
  [["check", "--kernel", "linux-6.1.99"], /^(?!.*did you mean)/],
] as const)("xsweep %s: no other's thing is suggested for a known one", (args, sentence) => {
  const { code, err } = xsweep(args);
  if (typeof sentence === "string") expect([code, err]).toEqual([2, `xsweep: ${sentence}\n`]);
  else expect(err).toMatch(sentence);
});

test.each([
  [
    ["layout", "--cpu", "zen-4", "--to", "c", "--json"],
    "--json and --to c: one form of output, please",
  ],
  [
    ["sweep", "--cpu", "zen-4", "--legal", "--domain", "all"],
    "--legal and --domain all: one domain, please",
  ],
  [
    ["sweep", "--cpu", "zen-4", "--legal", "--domain", "own"],
    "--legal and --domain own: one domain, please",
  ],
  [
    ["sweep", "--cpu", "zen-4", "--json", "-o", "-"],
    "--json and --output -: both are stdout, choose a file for one",
  ],
  [
    ["sweep", "--cpu", "zen-4", "--method", "symbolic", "--method", "both"],
    "--method is given twice: once, please",
  ],
  [
    ["sweep", "--cpu", "zen-4", "--universe", "4", "--universe", "4"],
    "--universe is given twice: once, please",
  ],
] as const)("xsweep %s: flags that fight are refused", (args, sentence) => {
  const { code, out, err } = xsweep(args);
  expect([code, out, err]).toEqual([2, "", `xsweep: ${sentence}\n`]);
});

test("-j beyond what helps is refused, unless --force", () => {
  const { code, err } = xsweep(["sweep", "--cpu", "zen-4", "-j", "1000"]);
  expect(code).toBe(2);
  expect(err).toMatch(/^xsweep: -j 1000: more than \d+ threads only take longer here \(--force/);
});

test("the help of every command says its exit codes", () => {
  const names = xsweep(["--help"]).out.matchAll(/^ {2}([a-z]+) .*\[options\]/gm);
  const commands = [...names].map(([, name]) => name as string);
  expect(commands.length).toBeGreaterThan(10);
  for (const name of commands) {
    const { code, out } = xsweep([name, "--help"]);
    if (code !== 0 || !/^Exit codes:\n {2}0 {2}/m.test(out)) throw new Error(`${name}: ${out}`);
  }
});

test("find says which rules gave no answer: exit 3, in the document too", () => {
  // Every subset of 24 powers of two has a size of its own: more than the engine keeps.
  const many = join(folder, "many.json");
  let offset = 576;
  const components = Array.from({ length: 24 }, (_, i) => {
    const size = 2 ** i;
    const component = {
      bit: i + 2,
      name: `C${i}`,
      size,
      offset,
      supervisor: false,
      align64: false,
      xfd: false,
    };
    offset += Math.max(64, size);
    return component;
  });
  const fields = {
    id: "many",
    name: "many",
    vendor: "none",
    source: "none",
    hypothetical: true,
    xss: 0n,
  };
  writeFileSync(
    many,
    JSON.stringify(processorJson({ ...fields, xcr0: (1n << 26n) - 1n, components })),
  );
  const { code, out, err } = xsweep(["find", "--cpu", many, "--size", "577", "--json"]);
  const { leftOut, matches } = JSON.parse(out) as {
    leftOut: { rule: string; because: string }[];
    matches: { rule: string }[];
  };
  expect(code).toBe(3);
  expect(leftOut.map(({ rule }) => rule)).toContain("sdm-compacted");
  expect(matches.map(({ rule }) => rule)).toContain("sdm-standard");
  expect(err).toMatch(/^xsweep: sdm-compacted on many is left out: symbolic: more than /m);
});

test("few sizes are printed as they are, many in ranges", () => {
  const { out } = xsweep(["sweep", "--cpu", "zen-4"]);
  expect(out).toMatch(/^BYTES {2}MASKS\n {2}576 {6}1 {2}#+\n {2}832 {6}1 /m);
  expect(out).toMatch(/^ {2}576\.\.\d+ +\d+ {2}#+$/m);
});

test("--read-as is --from, --to json is --json", () => {
  const log =
    "x86/fpu: Enabled xstate features 0x7, context size is 832 bytes, using 'compacted' format.\n";
  const one = xsweep(["explain", "-", "--read-as", "dmesg"], log);
  expect(one.code).toBe(0);
  expect(xsweep(["explain", "-", "--from", "dmesg"], log)).toEqual(one);
  expect(xsweep(["explain", "-", "--from", "dmesg", "--read-as", "dmesg"], log).code).toBe(2);
  expect(xsweep(["explain", "--help"]).out).not.toMatch(/--from/);
  const layout = ["layout", "--cpu", "zen-4"];
  expect(xsweep([...layout, "--to", "json"])).toEqual(xsweep([...layout, "--json"]));
});
