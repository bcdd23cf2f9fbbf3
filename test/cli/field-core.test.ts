/** The cores of the field cases: what each is expected to answer. Our own fixtures stand in image/ and import. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DATA } from "../shared.ts";
import { xsweep } from "./run.ts";

const FOLDER = join(DATA, "../field/cases");
const HAS_FIELD = existsSync(FOLDER);
if (!HAS_FIELD) process.stderr.write(`skipped: no field cases at ${FOLDER}\n`);

const QWORD = "1122334455667788";
const eight = Array(8).fill(QWORD).join("_");

interface Case {
  readonly id: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly code: number;
  readonly out: RegExp;
  readonly err: RegExp;
}
// biome-ignore format: one case per row
const CASES: readonly Case[] = [
  { id: "F05", file: "gcore-gdb13-zen4.core", args: ["k1", "zmm17", "zmm3"], code: 1, out: new RegExp(`^k1 +lost, .*\nzmm17 +0x${eight}\nzmm3 +0x(\\?{16}_){4}${QWORD}_.*lost`), err: /gcore-layout: .*gdb 13/ },
  { id: "F07", file: "short-note-spr-2696.core", args: ["k1"], code: 0, out: new RegExp(`^k1 +0x${QWORD}\n$`), err: /XTILEDATA \(18\).*not in the area/ },
  { id: "F08", file: "gdb14-zen2-896-xcr0-7.core", args: ["ymm0"], code: 0, out: /^ymm0 +0x(44){16}/, err: /other-length/ },
  { id: "F10", file: "long-note-xcr0-e7-2696.core", args: ["k1"], code: 0, out: new RegExp(`^k1 +0x${QWORD}\n$`), err: /other-length/ },
  { id: "F11", file: "criu-style-832-xcr0-zero.core", args: ["xmm1", "ymm1"], code: 0, out: /^xmm1 +0x(11){16}\nymm1 +0x(22){16}(11){16}\n$/, err: /no-xcr0: .*XCR0 is taken as 0x7/ },
  { id: "F12", file: "fxsave-only.core", args: ["xmm1"], code: 0, out: /^xmm1 +0x(11){16}\n$/, err: /fxsave-only/ },
  { id: "F13", file: "three-regs-one-missing.core", args: ["k1", "r16"], code: 1, out: /^k1 +0x0*5 /, err: /--reg: r16: .* saves no APX/ },
  { id: "F15", file: "core.zst", args: ["k1"], code: 0, out: new RegExp(`^k1 +0x${QWORD}\n$`), err: /^$/ },
  { id: "F17", file: "mini.dmp", args: [], code: 2, out: /^$/, err: /Windows minidump/ },
  { id: "F58", file: "kernel-zen4-same-process.core", args: ["k1"], code: 0, out: new RegExp(`^k1 +0x${QWORD}\n$`), err: /^$/ },
];

test.skipIf(!HAS_FIELD).each(CASES)("$id: $file", ({ file, args, code, out, err }) => {
  const found = xsweep(["core", join(FOLDER, file), ...args.flatMap((name) => ["--reg", name])]);
  expect(found.code).toBe(code);
  expect(found.out).toMatch(out);
  expect(found.err).toMatch(err);
});

test.skipIf(!HAS_FIELD)("F14: 300 threads, each doubt once", () => {
  const { out, err } = xsweep(["core", join(FOLDER, "threads-300.core"), "--reg", "k1"]);
  expect(new Set(out.match(/^thread \d+$/gm))).toHaveProperty("size", 300);
  const lines = err.trim().split("\n");
  expect(lines).toHaveLength(new Set(lines).size);
  expect(lines.filter((line) => line.includes("inferred-layout"))).toHaveLength(1);
});
