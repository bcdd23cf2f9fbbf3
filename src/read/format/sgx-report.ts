/** The report of SGX-hardware's test program: leaf 0DH in words, XCR0 and IA32_XSS in digits. */
import { type Block, LEAF_0D, type Row } from "../cpuid/rows.ts";
import type { Source } from "../text.ts";

const S = "[ \\t]{1,40}";
const decimal = (words: string): RegExp =>
  new RegExp(`${words.replaceAll(" ", S)}:${S}(?<n>\\d{1,9})(?=\\s)`, "g");
/** Sixteen digits, or two times eight with a colon in older ones. */
const mask = (register: string): RegExp =>
  new RegExp(
    `Supported${S}${register}(?:${S}flags)?:${S}(?<high>[0-9a-f]{8}):?(?<low>[0-9a-f]{8})(?=\\s)`,
    "gi",
  );

const LINES = {
  now: decimal("Maximum size \\(in bytes\\) of current XCR0 XSAVE area"),
  max: decimal("Maximum size \\(in bytes\\) of all-set XCR0 XSAVE area"),
  compact: decimal("Size \\(in bytes\\) of current XCR0\\+IA32_XSS XSAVE area"),
  xcr0: mask("XCR0"),
  xss: mask("IA32_XSS"),
  features: new RegExp(
    `Supported${S}XSAVE${S}feature${S}flags:${S}(?<low>[0-9a-f]{8})(?=\\s)`,
    "gi",
  ),
};

export const speaksSgx = ({ text }: Source): boolean =>
  text.search(LINES.now) >= 0 || text.search(LINES.max) >= 0;

/** No report has more processors; where it seems so it was made to take long. */
const REPORTS_MAX = 256;

/** A block for each report of the file; a line that is not there leaves its register unknown. */
export function sgxBlocks({ text }: Source): Block[] {
  const starts = [...text.matchAll(LINES.now)].map(({ index }) => index).slice(0, REPORTS_MAX);
  const pieces =
    starts.length > 0 ? starts.map((at, i) => text.slice(i === 0 ? 0 : at, starts[i + 1])) : [text];
  return pieces.flatMap((piece, i) => {
    const rows = rowsOf(piece);
    return rows.length > 0 ? [{ label: `CPU ${i}`, rows, warnings: [] }] : [];
  });
}

function rowsOf(text: string): Row[] {
  const group = (line: keyof typeof LINES, name: string, radix: 10 | 16) => {
    const digits = [...text.matchAll(LINES[line])][0]?.groups?.[name];
    return digits === undefined ? null : Number.parseInt(digits, radix);
  };
  const zero = {
    eax: group("xcr0", "low", 16),
    ebx: group("now", "n", 10),
    ecx: group("max", "n", 10),
    edx: group("xcr0", "high", 16),
  };
  const one = {
    eax: group("features", "low", 16),
    ebx: group("compact", "n", 10),
    ecx: group("xss", "low", 16),
    edx: group("xss", "high", 16),
  };
  const said = (registers: typeof zero) => Object.values(registers).some((n) => n !== null);
  return [zero, one].flatMap((registers, subleaf) =>
    said(registers) ? [{ leaf: LEAF_0D, subleaf, registers }] : [],
  );
}
