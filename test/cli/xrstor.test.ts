/** xrstor on the command line: the document, the verdict, exit codes, errors; and `migrate` of one mask. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { json, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-xrstor-"));
const ZEN = ["xrstor", "--cpu", "zen-4"];

/** An image with that header, and a byte of its own at each place. */
function image(
  name: string,
  length: number,
  xstateBv: bigint,
  xcompBv = 0n,
  put: Readonly<Record<number, number>> = {},
): string {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(24, 0x1f80, true);
  view.setUint32(28, 0xffff, true);
  view.setBigUint64(512, xstateBv, true);
  view.setBigUint64(520, xcompBv, true);
  for (const [at, byte] of Object.entries(put)) bytes[Number(at)] = byte;
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

/** An FXSAVE image: 512 bytes, no header. */
const FXSAVE = join(folder, "fxsave");
writeFileSync(FXSAVE, new Uint8Array(512).fill(0x7f, 0, 2).fill(0x1f, 25, 26));

test("xrstor --json: the document of the contract", () => {
  expect(
    json([...ZEN, "--xstate-bv", "0x227", "--rfbm", "0x205", "--from", "ice-lake-sp"]),
  ).toEqual({
    schema: "xsweep/xrstor@1",
    cpu: "zen-4",
    op: "xrstor",
    xcr0: "0x2e7",
    xss: "0x0",
    rfbm: "0x205",
    xstateBv: "0x227",
    xcompBv: "0x0",
    format: "standard",
    fault: null,
    mxcsr: "load",
    components: [
      {
        bit: 0,
        name: "x87",
        effect: "load",
        offset: 0,
        from: [{ bit: 0, name: "x87", offset: 0, bytes: 160 }],
      },
      { bit: 1, name: "SSE", effect: "keep", offset: null, from: [] },
      {
        bit: 2,
        name: "AVX",
        effect: "load",
        offset: 576,
        from: [{ bit: 2, name: "AVX", offset: 576, bytes: 256 }],
      },
      { bit: 5, name: "opmask", effect: "keep", offset: null, from: [] },
      { bit: 6, name: "ZMM_Hi256", effect: "keep", offset: null, from: [] },
      { bit: 7, name: "Hi16_ZMM", effect: "keep", offset: null, from: [] },
      {
        bit: 9,
        name: "PKRU",
        effect: "load",
        offset: 2432,
        from: [{ bit: 7, name: "Hi16_ZMM", offset: 2432, bytes: 8 }],
      },
    ],
  });
  const faulted = json([...ZEN, "--op", "xrstors", "--xstate-bv", "0x20001"]);
  expect(faulted).toMatchObject({
    ...{ op: "xrstors", xss: "0x1800", rfbm: "0x1ae7", xcompBv: "0x8000000000020001" },
    fault: {
      condition: "xcomp-bv-beyond-xcr0",
      sentence:
        "bit 17 is not in XCR0 | IA32_XSS (XCOMP_BV 0x8000000000020001, XCR0 | IA32_XSS 0x1ae7): #GP (SDM1 13.12)",
    },
    mxcsr: "keep",
  });
  expect(faulted).not.toHaveProperty("components.0.from");
});

test.each([
  ["fine, with a writer", [...ZEN, "--xstate-bv", "0x7", "--from", "ice-lake-sp"], 0, "fine"],
  ["no writer is known", [...ZEN, "--xstate-bv", "0x2e7"], 0, "no fault: loads x87, SSE, AVX, "],
  [
    "wrong registers",
    [...ZEN, "--xstate-bv", "0x2e7", "--from", "ice-lake-sp"],
    1,
    "loads wrong registers: opmask, ZMM, PKRU\n",
  ],
  [
    "from a hole alone",
    ["xrstor", "--cpu", "ice-lake-sp", "--xstate-bv", "0x203", "--from", "zen-4"],
    1,
    "loads wrong registers: PKRU\n",
  ],
  ["a fault", [...ZEN, "--xstate-bv", "0xb"], 1, "faults: bit 3 is not in XCR0\n"],
  [
    "XFD",
    ["xrstor", "--cpu", "sapphire-rapids", "--xstate-bv", "amx", "--xfd", "xtiledata"],
    1,
    "faults: bit 18 is disabled by IA32_XFD\n",
  ],
] as const)("%s: the verdict first, exit code", (_, args, code, first) => {
  const outcome = xsweep(args);
  expect([outcome.code, outcome.out.slice(0, first.length)]).toEqual([code, first]);
});

test("an image: its header, reserved bytes, MXCSR and length", () => {
  const of = (path: string, ...more: string[]) => xsweep([...ZEN, "--image", path, ...more]);
  const good = of(image("good", 2440, 0x2e7n));
  expect([good.code, good.err]).toEqual([0, ""]);
  expect(of(image("short", 2000, 0x2e7n)).err).toBe(
    "xsweep: --image: Hi16_ZMM is loaded from 1408..2432, the file has 2000 bytes: what lies behind them is not known\n" +
      "xsweep: --image: PKRU is loaded from 2432..2440, the file has 2000 bytes: what lies behind them is not known\n",
  );
  const verdict = (path: string) => of(path).out.split("\n")[0];
  const flag = 1n << 63n;
  expect(verdict(image("r1", 2440, 7n, 0n, { 535: 1 }))).toBe(
    "faults: byte 23 of the header is not 0",
  );
  // The standard form looks no further.
  expect(of(image("r2", 2440, 7n, 0n, { 536: 1 })).code).toBe(0);
  expect(verdict(image("r3", 2440, 7n, flag | 7n, { 536: 1 }))).toBe(
    "faults: byte 24 of the header is not 0",
  );
  expect(verdict(image("r4", 2440, 7n, 7n))).toBe("faults: XCOMP_BV is not 0 in a standard image");
  expect(verdict(image("m", 2440, 7n, 0n, { 26: 1 }))).toBe("faults: bit 16 of MXCSR is reserved");
  expect(json([...ZEN, "--image", image("c", 900, 7n, flag | 7n)])).toMatchObject({
    format: "compacted",
    xcompBv: "0x8000000000000007",
    fault: null,
  });
});

test.each([
  ["no image", ["--cpu", "zen-4"], /^xsweep: --xstate-bv is missing/],
  [
    "two images",
    ["--cpu", "zen-4", "--image", "x", "--xstate-bv", "3"],
    /^xsweep: --image has a header/,
  ],
  ["no such file", ["--cpu", "zen-4", "--image", join(folder, "none")], /^xsweep: --image: .*none/],
  ["no XSAVE header", ["--cpu", "zen-4", "--image", FXSAVE], /--image/],
  [
    "XCR0 beyond",
    ["--cpu", "zen-4", "--xstate-bv", "3", "--xcr0", "@all"],
    /^xsweep: --xcr0: 0x1ae7 is more/,
  ],
  [
    "XFD beyond",
    ["--cpu", "zen-4", "--xstate-bv", "3", "--xfd", "avx"],
    /^xsweep: --xfd: 0x4 is more/,
  ],
  [
    "an unknown writer",
    ["--cpu", "zen-4", "--xstate-bv", "3", "--from", "zen-44"],
    /^xsweep: --from: "zen-44" is unknown/,
  ],
  ["stdin twice", ["--cpu", "-", "--xstate-bv", "3", "--from", "-"], /only one of them is stdin/],
] as const)("%s: one line, exit 2, nothing on stdout", (_, args, sentence) => {
  const { code, out, err } = xsweep(["xrstor", ...args]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(sentence);
  expect(err.trimEnd().split("\n").length).toBe(1);
});

test("migrate of one mask: the verdict of both images, counts of XSTATE_BV, exit codes", () => {
  const pair = (a: string, b: string) => ["--cpu", a, "--cpu", b];
  const { code, out } = xsweep(["migrate", "0x2e7", ...pair("ice-lake-sp", "zen-4")]);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^standard image +XRSTOR +loads wrong registers: opmask, ZMM, PKRU +8 +120 +0$/m,
  );
  expect(out).toMatch(/^compacted image +XRSTOR +fine +128 +0 +0$/m);
  expect(json(["migrate", "0x1f", ...pair("skylake-sp", "zen-4")])).toEqual({
    schema: "xsweep/migrate@2",
    cpu: "skylake-sp",
    otherCpu: "zen-4",
    mask: "0x1f",
    standard: {
      op: "xrstor",
      holds: "0x1f",
      fault: {
        condition: "xstate-bv-beyond-xcr0",
        sentence: "bits 3-4 are not in XCR0 (XSTATE_BV 0x1f, XCR0 0x2e7): #GP (SDM1 13.8.1)",
      },
      wrong: "0x0",
      xstateBv: { fine: "8", wrong: "0", faults: "24" },
    },
    compacted: {
      op: "xrstor",
      holds: "0x1f",
      fault: {
        condition: "xcomp-bv-beyond-xcr0",
        sentence:
          "bits 3-4 are not in XCR0 (XCOMP_BV 0x800000000000001f, XCR0 0x2e7): #GP (SDM1 13.8.2)",
      },
      wrong: "0x0",
      xstateBv: { fine: "0", wrong: "0", faults: "32" },
    },
  });
  expect(xsweep(["migrate", "0x7", ...pair("ice-lake-sp", "zen-4")]).code).toBe(0);
  expect(xsweep(["migrate", ...pair("zen-4", "sapphire-rapids")]).code).toBe(1);
  expect(xsweep(["migrate", "0x5", ...pair("zen-4", "zen-5")])).toEqual({
    ...{ code: 2, out: "" },
    err: "xsweep: MASK: zen-4 has no image of 0x5: AVX (2) needs SSE (1)\n",
  });
});

test("wrong registers are told by what they are loaded from", () => {
  const said = (cpu: string, from: string, ...more: string[]) =>
    xsweep(["xrstor", "--cpu", cpu, "--from", from, ...more]).out.match(/^ {2}\S.* loaded .*$/gm);
  expect(said("ice-lake-sp", "zen-4", "--xstate-bv", "0x2e7")).toEqual([
    "  k0-k7 are loaded from ZMM_Hi256",
    "  the upper halves of ZMM0-15 are loaded from a part of its own and Hi16_ZMM",
    "  ZMM16-31 are loaded from a part of its own, PKRU and a hole",
    "  PKRU is loaded from a hole: bytes that zen-4 does not write",
  ]);
  const compacted = ["--xstate-bv", "0x200", "--xcomp-bv", "0x8000000000000201"];
  expect(said("zen-2", "comet-lake-h", ...compacted)).toEqual([
    "  PKRU is loaded from a part of its own and a hole",
  ]);
});

test("migrate --proof: counts, witnesses, exit codes; all pairs", () => {
  const pair = json(["migrate", "--proof", "--cpu", "ice-lake-sp", "--cpu", "zen-4"]);
  const counts = { fine: "264", wrong: "346", faults: "1262" };
  expect(pair).toMatchObject({
    ...{ schema: "xsweep/migration-proof@1", xss: "0x0", cases: "1872", standard: counts },
    compacted: { fine: "400", wrong: "0", faults: "1472" },
    pairs: [
      {
        ...{ from: "ice-lake-sp", to: "zen-4", masks: 8, configurations: 8 },
        standard: { ...counts, firstWrong: { xcr0: "0xe7", mask: "0xe7", xstateBv: "0x20" } },
      },
    ],
  });
  const { code, out } = xsweep(["migrate", "--proof", "--cpu", "all"]);
  expect(code).toBe(1);
  expect(out).toMatch(/^[\d,]+ pairs: [\d,]+ images and configurations, each decided in both/);
  expect(xsweep(["migrate", "0x7", "--proof", "--cpu", "all"])).toEqual({
    ...{ code: 2, out: "" },
    err: "xsweep: MASK and --proof: it takes every legal mask\n",
  });
  // Only with x87 and nothing else does nothing fault: any other XCR0 beyond 0x1 does on 0x1.
  expect(xsweep(["migrate", "--proof", "--cpu", "zen-4:0x1", "--cpu", "zen-5"]).code).toBe(0);
  // IA32_XSS, by factors and case by case.
  const zens = ["migrate", "--proof", "--cpu", "zen-3", "--cpu", "zen-4"];
  interface Xsaves {
    readonly xsaves: { readonly method: string };
    readonly pairs: readonly object[];
  }
  const [factors, literal] = [json<Xsaves>(zens), json<Xsaves>([...zens, "--literal"])];
  expect([factors.xsaves.method, literal.xsaves.method]).toEqual(["factors", "literal"]);
  expect(factors.pairs).toEqual(literal.pairs);
  expect(xsweep(["migrate", "--literal", "--cpu", "zen-3", "--cpu", "zen-4"])).toMatchObject({
    ...{ code: 2, err: "xsweep: --literal says how --proof decides: it needs --proof\n" },
  });
});
