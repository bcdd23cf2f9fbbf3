/**
 * The field cases of ../shared: what people had at hand, and what each is expected to answer. Those
 * of cores stand in cli/field-core.test.ts. What a clone without ../shared is to hold too has fixtures
 * of our own in explain/ and read/.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { xsweep } from "./cli/run.ts";
import { SHARED } from "./shared.ts";

const FOLDER = join(SHARED, "field");
const HAS_FIELD = existsSync(join(FOLDER, "cases.jsonl"));
if (!HAS_FIELD) process.stderr.write(`skipped: no field cases at ${FOLDER}\n`);

interface Case {
  readonly code: number;
  /** Each is found in what is printed, stdout and stderr together. */
  readonly says: readonly RegExp[];
  readonly never?: RegExp;
}

// biome-ignore format: one case per row
const EXPECTED: Readonly<Record<string, Case>> = {
  F01: { code: 0, says: [/XCR0 0x2e7, IA32_XSS 0x3900/, /consistent: 12 of 12/, /0DH\.1\.EBX +2480 .*0x1ae7/] },
  F03: { code: 0, says: [/XCR0 0x2e7/, /0DH\.0\.ECX +2696 .*0x2e7/, /inferred-layout/], never: /^NO/m },
  F19: { code: 1, says: [/^not consistent/, /CET_U \(11\) is enumerated in IA32_XSS.*XSAVES/, /turns XSAVE off/] },
  F21: { code: 1, says: [/no structure for HDC \(13\)/] },
  F23: { code: 1, says: [/CET_U \(11\) in IA32_XSS 0x800 without XSAVES \(0DH\.1\.EAX\[3\]\)/] },
  F24: { code: 1, says: [/XSAVE consistency problem +2696 +\(not 1088\) +linux-5\.18-standard: .*0x802e7/, /APX/] , never: /unexplained/ },
  F25: { code: 1, says: [/IA32_XSS 0x1800/, /0DH\.11.*CET_U/, /0DH\.12.*CET_S/, /^not consistent/] },
  F26: { code: 0, says: [/0x602e7/, /standard +11008 bytes/, /inferred-layout/] },
  F28: { code: 0, says: [/XCR0 0x207, IA32_XSS 0x19900/, /0DH\.0\.EBX +- +not recorded/, /0DH\.1\.EBX +- +not recorded/] },
  F30: { code: 0, says: [/XCR0 0x207, IA32_XSS 0x9900/, /0DH\.1\.EBX +1664/], never: /^NO/m },
  F32: { code: 0, says: [/XCR0 0x1f, IA32_XSS 0x100/, /0DH\.1\.EBX +960 .*0x1f/], never: /^NO/m },
  F34: { code: 1, says: [/XCR0 0x1f/, /0x15.*without BNDREGS/, /ok +0DH\.0\.EBX +1088/, /ok +0DH\.0\.ECX +1088/, /ok +0DH\.1\.EBX +960/] },
  F36: { code: 1, says: [/0DH\.0\.EBX +576 .*XCR0_IN 0x1/, /832/, /ok +0DH\.0\.ECX +832/, /NO +0DH\.2 .*AVX/] },
  F38: { code: 0, says: [/XCR0 0x2e7/, /0DH\.0\.EBX +2696/, /0DH\.1\.EBX +2440/], never: /^NO/m },
  F40: { code: 0, says: [/"xcr0": "0x7"/] },
  F42: { code: 0, says: [/host.*: XCR0 0x602e7/, /11008/, /guest.*: XCR0 0x7/, /832/] },
  F44: { code: 0, says: [/XCR0 0x207/, /2696/], never: /^NO/m },
  F46: { code: 0, says: [/illegal: BNDREGS \(3\), BNDCSR \(4\) are not enumerated by haswell: XSETBV faults/, /standard +832 bytes/] },
  F48: { code: 0, says: [/XSTATE_BV/], never: /^illegal/m },
  F49: { code: 1, says: [/0x2e7/], never: /too many arguments/ },
  F50: { code: 0, says: [/consistent: 12 of 12/, /0x1ae7/] },
  F52: { code: 0, says: [/consistent: 5 of 5/, /2032/] },
  F54: { code: 0, says: [/consistent: 7 of 7/, /3632/] },
  F56: { code: 1, says: [/2440/, /2432/, /fewer components/] },
};

/** How the case asks where its command does not say what it is about. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  F48: ["--as", "xstate-bv"],
};

/** Not met yet, and why. A row that is met fails: then it goes. */
const NOT_MET: Readonly<Record<string, string>> = {};

const ELSEWHERE = /^core-|^F58$/;

interface Line {
  readonly id: string;
  readonly kind: string;
  readonly file: string | null;
  readonly command: string;
}
const LINES: readonly Line[] = HAS_FIELD
  ? readFileSync(join(FOLDER, "cases.jsonl"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Line)
  : [];
const MINE = LINES.filter(({ id, kind }) => !ELSEWHERE.test(kind) && !ELSEWHERE.test(id));

/** What is wrong with the answer; undefined if nothing is. */
function wrongWith({ id, file, command }: Line): string | undefined {
  const { code, says, never } = EXPECTED[id] as Case;
  const [, ...words] = command.split(" ");
  const args = words.map((word) => (word === "FILE" ? join(FOLDER, "cases", file ?? "") : word));
  const found = xsweep([...args, ...(ASKED[id] ?? [])]);
  const all = `${found.out}${found.err}`;
  const missing = says.find((pattern) => !pattern.test(all));
  if (found.code !== code) return `exit ${found.code}, not ${code}:\n${all}`;
  if (missing) return `nothing like ${missing} in:\n${all}`;
  return never?.test(all) ? `${never} in:\n${all}` : undefined;
}

test.skipIf(!HAS_FIELD)("every field case has its expectation here", () => {
  expect(MINE.map(({ id }) => id)).toEqual(Object.keys(EXPECTED));
});

test.skipIf(!HAS_FIELD).each(MINE)("$id: $kind, $file", (line) => {
  const wrong = wrongWith(line);
  const why = NOT_MET[line.id];
  if (why !== undefined && wrong === undefined) throw new Error(`${line.id} is met: not "${why}"`);
  if (why === undefined && wrong !== undefined) throw new Error(`${line.id}: ${wrong}`);
});
