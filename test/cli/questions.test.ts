/** diff, find, migrate, --assert, --legal and --to on the command line: documents, exit codes, errors. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { grouped } from "../../src/write/text/number.ts";
import { masksOf, PEERS, PROCESSORS, REAL, total, userMasksOf } from "../spaces.ts";
import { json, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-questions-"));
const file = (name: string, value: object): string => {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return join(folder, name);
};
const REAL_MASKS = `${grouped(total(masksOf, REAL))} masks`;
const SPR = ["--cpu", "sapphire-rapids"];
const APX = ["--cpu", "granite-rapids-apx"];

test("diff: the document of the contract, exit 1", () => {
  const rules = ["--rule", "linux-5.18-standard", "--rule", "sdm-standard"];
  const { threads, seconds, ...document } = json(["diff", ...APX, ...rules]);
  expect(document).toEqual({
    schema: "xsweep/diff@1",
    cpu: "granite-rapids-apx",
    hypothetical: true,
    universe: "0xe02e4",
    fixed: "0x3",
    a: "linux-5.18-standard",
    b: "sdm-standard",
    masks: "256",
    differ: "126",
    first: { mask: "0x80023", a: 1088, b: 1152 },
    firstLegal: { mask: "0x800e7", a: 1088, b: 2688 },
    worst: { mask: "0xc0003", a: 1088, b: 11008 },
    method: "exhaustive",
  });
  expect([typeof threads, typeof seconds]).toEqual(["number", "number"]);
  expect(xsweep(["diff", ...APX, ...rules, "--method", "both"])).toMatchObject({
    code: 1,
    err: "",
  });
  const equal = ["--rule", "linux-6.16-standard", "--rule", "sdm-standard"];
  expect(json(["diff", ...APX, ...equal])).toMatchObject({
    first: null,
    firstLegal: null,
    worst: null,
  });
  expect(xsweep(["diff", ...APX, ...equal]).code).toBe(0);
});

test("diff over all processors is a list; the matrix has every peer on every processor", () => {
  const { diffs } = json<{ diffs: object[] }>(["diff", "--cpu", "all", "--rule", "gdb-standard"]);
  expect(diffs.length).toBe(PROCESSORS);
  const { schema, rows } = json<{
    schema: string;
    rows: {
      rule: string;
      differ: string;
      refused: { cpu: string }[];
      diffs: { cpu: string; differ: string }[];
    }[];
  }>(["diff", "--matrix"]);
  expect([schema, rows.length]).toEqual(["xsweep/matrix@1", PEERS.length]);
  for (const { rule, differ, refused, diffs: all } of rows) {
    expect(all.length + refused.length, rule).toBe(PROCESSORS);
    const ends = rule.startsWith("qemu-") ? ["zen-2", "zen-2-4700s"] : [];
    expect(refused.map(({ cpu }) => cpu)).toEqual(ends);
    expect(differ, rule).toBe(String(all.reduce((sum, one) => sum + Number(one.differ), 0)));
  }
  const topmost = rows.find(({ rule }) => rule === "linux-5.18-standard");
  const wrong = topmost?.diffs.filter(({ differ }) => differ !== "0") ?? [];
  // It takes APX, below every other component and above them by number.
  expect(wrong).toEqual(
    expect.arrayContaining([expect.objectContaining({ cpu: "granite-rapids-apx", differ: "126" })]),
  );
  const { code, out } = xsweep(["diff", "--matrix"]);
  expect(code).toBe(1);
  const row = [topmost?.differ, `${total(userMasksOf)}`, wrong.length, "of", PROCESSORS];
  expect(out).toMatch(
    new RegExp(`^linux-5.18-standard +${row.join(" +")} +0x80023 +0x800e7 +-9920 `, "m"),
  );
});

test("diff of two processors: the sizes, and what moves", () => {
  const args = ["diff", "--cpu", "zen-4", ...SPR, "--rule", "sdm-standard"];
  expect(json(args)).toMatchObject({
    cpu: "zen-4",
    otherCpu: "sapphire-rapids",
    masks: "32",
    differ: "30",
    first: { mask: "0x23", a: 896, b: 1152 },
  });
  const { moves } = json<{ moves: { bit: number; first: object }[] }>(args);
  expect(moves.map(({ bit }) => bit)).toEqual([5, 6, 7, 9]);
  expect(moves[0]?.first).toEqual({ mask: "0x23", a: 832, b: 1088 });
});

test("find: the worked cases; no match is exit 1", () => {
  const none = ["find", "--size", "10704", ...SPR, "--rule", "sdm-compacted", "--legal"];
  expect(xsweep(none)).toMatchObject({ code: 1, out: "no legal mask takes 10704 bytes\n" });
  expect(json(none)).toEqual({
    schema: "xsweep/find@1",
    size: 10704,
    legal: true,
    matches: [],
    leftOut: [],
  });
  const two = json<{ matches: object[] }>([
    "find",
    "--size",
    "10704",
    ...SPR,
    "--rule",
    "kvm-5.16-compacted",
  ]);
  expect(two.matches[0]).toMatchObject({
    count: "16",
    legalCount: "2",
    legalMasks: ["0x606e7", "0x608e7"],
  });
  const one = json<{ matches: { masks: string[] }[] }>([
    "find",
    "--size",
    "832",
    ...SPR,
    "--limit",
    "1",
  ]);
  expect(one.matches.length).toBeGreaterThan(10);
  expect(one.matches.every(({ masks }) => masks.length === 1)).toBe(true);
  expect(json(["find", "--fits", "4096", ...SPR])).toMatchObject({ size: null, fits: 4096 });
});

test("sweep --legal and --assert", () => {
  const legal = json<{ rules: { masks: string; legal: boolean }[] }>([
    "sweep",
    "--cpu",
    "granite-rapids",
    "--legal",
    "--method",
    "both",
  ]);
  expect(legal.rules.map(({ masks }) => masks)).toEqual(["12", "1536"]);
  expect(xsweep(["sweep", "--cpu", "all", "--assert", "same-pages"])).toMatchObject({
    code: 0,
    out: expect.stringContaining(
      `It holds on all ${REAL_MASKS} of ${REAL.length} real processors.`,
    ),
  });
  const broken = xsweep(["sweep", "--cpu", "all", "--assert", "standard-covers"]);
  expect(broken.code).toBe(1);
  expect(broken.out).toMatch(
    new RegExp(
      `It breaks on [1-9],?\\d+ of the ${REAL_MASKS} of ${REAL.length} real processors[.]`,
    ),
  );
  expect(json(["sweep", ...SPR, "--assert", "fits-4096"])).toMatchObject({
    schema: "xsweep/assert@1",
    holds: false,
  });
});

test("migrate and layout --to", () => {
  expect(json(["migrate", "--cpu", "zen-4", ...SPR])).toMatchObject({
    schema: "xsweep/migrate@2",
    summary: { masks: "32", representable: "32", standardValid: "12", compactedValid: "32" },
  });
  expect(xsweep(["migrate", ...SPR, "--cpu", "zen-4"]).out).toMatch(
    /^representable +8 of 16 +32 of 1024$/m,
  );
  expect(xsweep(["layout", "0x7", ...SPR, "--to", "c"]).out).toContain(
    "#define XSWEEP_STANDARD_SIZE UINT32_C(832)",
  );
});

test("a rule file is a rule like any other", () => {
  const path = file("rule.json", {
    schema: "xsweep/rule@1",
    id: "mine-compacted",
    format: "compacted",
    stands: "mine",
    source: "mine",
    start: 576,
    bits: [{ bits: "2-62", present: { then: "size" } }],
  });
  const document = json([
    "diff",
    ...SPR,
    "--rule",
    path,
    "--rule",
    "sdm-compacted",
    "--method",
    "both",
  ]);
  expect(document).toMatchObject({ a: "mine-compacted", differ: "5376", agree: true });
});

const MALFORMED = file("malformed.json", {
  schema: "xsweep/rule@1",
  id: "mine-compacted",
  format: "compacted",
  stands: "mine",
  source: "mine",
  start: 576,
  bits: [
    { bits: "2-62", present: {} },
    { bits: 9, present: { align: 7 } },
  ],
});

test.each<readonly [string, string[], RegExp]>([
  [
    "an unknown rule",
    ["diff", ...SPR, "--rule", "linux-5.19-standard", "--rule", "sdm-standard"],
    /--rule: "linux-5.19-standard" is unknown \(known: linux-.*-standard/,
  ],
  ["no rule", ["diff", ...SPR], /--rule: name two rules/],
  [
    "three rules",
    ["diff", ...SPR, "--rule", "sdm-standard", "--rule", "sdm-standard", "--rule", "sdm-standard"],
    /--rule: two rules, please/,
  ],
  [
    "two processors and two rules",
    ["diff", ...SPR, ...APX, "--rule", "sdm-standard", "--rule", "sdm-compacted"],
    /--rule: one rule, please/,
  ],
  [
    "a rule outside its domain",
    ["diff", ...SPR, "--rule", "gvisor-standard", "--domain", "own", "--universe", "amx"],
    /gvisor-standard: bit 17-18 is outside its own domain/,
  ],
  [
    "an unknown domain",
    ["diff", ...SPR, "--rule", "gvisor-standard", "--domain", "mine"],
    /--domain/,
  ],
  [
    "a rule file with a malformed step",
    ["diff", ...SPR, "--rule", MALFORMED],
    /malformed.json: bits\[1\].present: align is 1, 64 or "own", not 7/,
  ],
  ["no rule file", ["diff", ...SPR, "--rule", "./none.json"], /--rule: .\/none.json: no such file/],
  [
    "an unknown assertion",
    ["sweep", ...SPR, "--assert", "same-page"],
    /--assert: "same-page" is unknown \(did you mean same-pages\?\)/,
  ],
  [
    "an assertion on the wrong format",
    ["sweep", ...SPR, "--assert", "same-pages", "--rule", "sdm-standard"],
    /same-pages takes a standard rule and a compacted one/,
  ],
  [
    "a file of legal masks",
    ["sweep", ...SPR, "--legal", "-o", join(folder, "sizes")],
    /--output: .*leave --legal/,
  ],
  ["a size that is no number", ["find", "--size", "big"], /--size: "big" is no whole number/],
  ["a negative size", ["find", "--size=-1"], /--size: "-1" is no whole number/],
  [
    "no question",
    ["find", ...SPR],
    /one of --size, --fits, --over, --sigframe, --pages or --order/,
  ],
  ["two questions", ["find", "--size", "1", "--fits", "2"], /one of --size/],
  ["a migration to nowhere", ["migrate", ...SPR], /--cpu: two processors, please/],
  ["a language that is none", ["layout", ...SPR, "--to", "go"], /--to/],
])("%s: one line, exit 2, nothing on stdout", (_, args, sentence) => {
  const { code, out, err } = xsweep(args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(sentence);
  expect(err.trimEnd().split("\n").length).toBe(1);
});
