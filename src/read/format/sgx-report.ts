/** The report of SGX-hardware's tool: masks and totals of leaf 0DH in words, no sub-leaf of a component. */
import { type Block, LEAF_0D, type Row } from "../cpuid/rows.ts";
import type { RowFormat } from "../input.ts";
import type { Source } from "../text.ts";

const OPENING = /XSAVE features and state-components/;
const END = "[ \\t]{0,40}:[ \\t]{0,40}";
const CURRENT = new RegExp(`size \\(in bytes\\) of current XCR0 XSAVE area${END}(\\d{1,9})`);
const MAXIMUM = new RegExp(`size \\(in bytes\\) of all-set XCR0 XSAVE area${END}(\\d{1,9})`);
const COMPACTED = new RegExp(
  `size \\(in bytes\\) of current XCR0\\+IA32_XSS XSAVE area${END}(\\d{1,9})`,
  "i",
);
const XCR0 = new RegExp(`Supported XCR0${END}([0-9a-f]{16})`, "i");
const XSS = new RegExp(`Supported IA32_XSS${END}([0-9a-f]{16})`, "i");

function sgxBlocks({ text }: Source): Block[] {
  const from = Math.max(0, text.search(OPENING));
  // The masks and totals of one processor: whatever follows later is not looked for.
  const part = text.slice(from, from + 4096);
  const number = (pattern: RegExp): number | null => {
    const digits = pattern.exec(part)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  const halves = (pattern: RegExp): readonly [low: number | null, high: number | null] => {
    const digits = pattern.exec(part)?.[1];
    if (digits === undefined) return [null, null];
    return [Number.parseInt(digits.slice(8), 16), Number.parseInt(digits.slice(0, 8), 16)];
  };
  const [eax, edx] = halves(XCR0);
  const [ecx, high] = halves(XSS);
  const rows: Row[] = [
    {
      leaf: LEAF_0D,
      subleaf: 0,
      registers: { eax, ebx: number(CURRENT), ecx: number(MAXIMUM), edx },
    },
  ];
  const compacted = number(COMPACTED);
  if (compacted !== null || ecx !== null) {
    rows.push({
      leaf: LEAF_0D,
      subleaf: 1,
      registers: { eax: null, ebx: compacted, ecx, edx: high },
    });
  }
  return [{ label: "CPU 0", rows, warnings: [] }];
}

export const SGX_REPORT: RowFormat = {
  name: "sgx-report",
  summary: "SGX-hardware reports: masks and totals",
  is: ({ source }) => OPENING.test(source.text) && XCR0.test(source.text),
  blocks: ({ source }) => sgxBlocks(source),
};
