/** propose on the command line: the document, the page, exit codes, errors. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RULES } from "../../src/rules/index.ts";
import { LIMITS } from "../../src/rules/limits.ts";
import { json, xsweep } from "./run.ts";

const SPR = ["propose", "--cpu", "sapphire-rapids"];
const ONE = ["--kernel", "linux-6.18"];

interface Document {
  readonly schema: string;
  readonly after: object;
  readonly layout: { readonly after: { readonly standard: { readonly size: number } } };
  readonly rules: readonly { readonly rule: string; readonly wrongBefore: string | null }[];
  readonly kernels: readonly { readonly kernel: string; readonly breaks: readonly object[] }[];
  readonly kernelsBecause: string | null;
  readonly limits: readonly { readonly name: string }[];
}

test("--json: the document of the contract, whose `after` is a processor file", () => {
  const doc = json<Document>([...SPR, "--add", "20:1024:align64", ...ONE]);
  expect(Object.keys(doc)).toEqual([
    ...["schema", "before", "after", "layout", "rules", "kernels"],
    ...["kernelsBecause", "kernelsAssume", "limits", "exchange"],
  ]);
  expect(doc).toMatchObject({ schema: "xsweep/propose@1", kernelsAssume: "0x100000" });
  expect(doc.layout.after.standard.size).toBe(12032);
  expect(doc.rules.map(({ rule }) => rule)).toEqual(RULES.map(({ id }) => id));
  expect(doc.rules.find(({ rule }) => rule === "qemu-standard")).toMatchObject({
    ...{ turn: "wrong", wrongBefore: "0", wrongAfter: "16" },
    firstLegal: { mask: "0x100001", a: 576, b: 12032 },
  });
  expect(doc.kernels).toMatchObject([
    {
      kernel: "linux-6.18",
      before: { boots: true, without: { guest: 2560, capXsave2: 4096, signalFrame: 3344 } },
      after: { boots: true, without: { guest: 3584, capXsave2: 12032, signalFrame: 12560 } },
      breaks: [],
      worse: [{ id: "B6" }],
    },
  ]);
  expect(doc.limits.map(({ name }) => name)).toEqual(LIMITS.map(({ name }) => name));
  const file = join(mkdtempSync(join(tmpdir(), "xsweep-propose-")), "after.json");
  writeFileSync(file, JSON.stringify(doc.after));
  expect(json(["layout", "@all", "--cpu", file])).toMatchObject({ compacted: { size: 12800 } });
});

test("the first line says what is proposed, the next ones the answer; 1 where something breaks", () => {
  const { code, out } = xsweep([
    ...SPR,
    "--remove",
    "18",
    "--remove",
    "17",
    "--add",
    "20:8:K",
    ...ONE,
  ]);
  expect(out.split("\n").slice(0, 2).join(" ").replace(/ +/g, " ")).toMatch(
    /^sapphire-rapids with K \(20, 8 bytes, at 2752\), without XTILECFG \(17\), without XTILEDATA \(18\)/,
  );
  expect(out).toMatch(new RegExp(`^rules: \\d+ of ${RULES.length}`, "m"));
  expect(code).toBe(1);
  expect(xsweep([...SPR, "--remove", "9", ...ONE]).out).toMatch(
    /^sapphire-rapids without PKRU \(9\)$/m,
  );
  const old = xsweep(["propose", "--cpu", "bulldozer", "--add", "20:64", ...ONE]).out;
  expect(old).toMatch(/no\s+compacted\s+ones\s+at\s+all/);
  expect(old).toMatch(/none that held breaks on 1 kernel version$/m);
  // Less than before breaks nothing.
  expect(xsweep([...SPR, "--remove", "18", "--remove", "17", ...ONE]).code).toBe(0);
});

test("a bit beyond the kernel model is said, and the rest answered", () => {
  const doc = json<Document>([...SPR, "--add", "40:64"]);
  expect(doc).toMatchObject({ kernels: [], kernelsBecause: expect.stringMatching(/up to 30/) });
  expect(xsweep([...SPR, "--add", "40:64"]).out).toMatch(/kernels: not asked/);
});

test("undecided promises alone are exit 3, and never counted as kept", () => {
  const { code, out } = xsweep([...SPR, "--remove", "9", ...ONE, "--max-states", "5"]);
  expect(out).toMatch(/undecided on 1/);
  expect(code).toBe(3);
});

test.each<readonly [string, string[], RegExp]>([
  ["nothing proposed", [], /--add is missing: what to propose, BIT:SIZE/],
  ["no processor", ["--add", "20:8"], /--cpu is missing/],
  ["a bit that is taken", ["--add", "12:16:supervisor"], /taken by CET_S \(24 bytes\)/],
  ["an overlap", ["--add", "20:64:2700"], /overlap in the standard format/],
  ["a bit over 62", ["--add", "63:8"], /a component has a bit of 2\.\.62/],
  ["a legacy bit", ["--add", "1:8"], /bit 1 is legacy state/],
  ["no bytes", ["--add", "20:0"], /--add 20:0: SIZE is 0 bytes/],
  ["an unknown word", ["--add", "20:8:algn64"], /"algn64" is no word .*did you mean "align64"\?/],
  ["a size that is none", ["--add", "20:big"], /SIZE is a number, decimal or 0x, not "big"/],
  ["nothing to remove", ["--remove", "20"], /no component 20 to remove \(it has 2 AVX/],
  ["a resize without size", ["--resize", "18"], /--resize 18: no SIZE/],
  ["an unknown kernel", ["--add", "20:8", "--kernel", "linux-9"], /--kernel/],
])("%s: exit 2 and one line", (what, args, why) => {
  const { code, out, err } = xsweep(
    what === "no processor" ? ["propose", ...args] : [...SPR, ...args],
  );
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/^xsweep: .*\n$/);
  expect(err).toMatch(why);
});
