/**
 * VirtualBox logs: leaf 0DH of guest and host in words. Its releases swap the halves of the
 * IA32_XSS mask and label a user component "IA32_XSS-bit"; the places of the components tell.
 */
import { type Block, LEAF_0D, type Registers, type Row } from "../cpuid/rows.ts";
import type { Source } from "../text.ts";

const SIDE = "(?<side>guest|host):[^\\S\\n]*";
const SIZES = new RegExp(
  `XSAVE area cur/max size by XCR0, ${SIDE}0x(?<a>[0-9a-f]{1,8})/0x(?<b>[0-9a-f]{1,8})(?=\\s)`,
  "g",
);
const MASK = new RegExp(
  `Valid (?<register>XCR0|IA32_XSS) bits, ${SIDE}0x(?<a>[0-9a-f]{8})[\`' ]?(?<b>[0-9a-f]{8})`,
  "g",
);
const FEATURES = new RegExp(`XSAVE features, ${SIDE}(?<words>[A-Z0-9 ]*)`, "g");
const COMPACTED = new RegExp(
  `XSAVE area cur size XCR0\\|XSS, ${SIDE}0x(?<a>[0-9a-f]{1,8})(?=\\s)`,
  "g",
);
const STATE = new RegExp(
  `State #(?<n>\\d{1,2}), ${SIDE}off=0x(?<a>[0-9a-f]{1,8}), cb=0x(?<b>[0-9a-f]{1,8})(?=\\s)`,
  "g",
);

export const speaksVbox = ({ text }: Source): boolean =>
  /XSAVE area cur\/max size by XCR0, (?:guest|host):|Valid XCR0 bits, (?:guest|host):/.test(text);

/** The guest's block and the host's, where the log has them. */
export function vboxBlocks({ text }: Source): Block[] {
  return ["guest", "host"].flatMap((side) => {
    const rows = rowsOf(text, side);
    return rows.length > 0 ? [{ label: side, rows, warnings: [] }] : [];
  });
}

const FEATURE_WORDS = ["XSAVEOPT", "XSAVEC", "XGETBC1", "XSAVES", "XFD"];

function rowsOf(text: string, side: string): Row[] {
  const all = (pattern: RegExp) =>
    [...text.matchAll(pattern)].map(({ groups = {} }) => groups).filter((g) => g.side === side);
  const hex = (digits: string | undefined) => Number.parseInt(digits ?? "0", 16);
  const rows: Row[] = [];
  const row = (subleaf: number, registers: Registers) =>
    rows.push({ leaf: LEAF_0D, subleaf, registers });
  const masks = all(MASK);
  const xcr0 = masks.find(({ register }) => register === "XCR0");
  const xss = masks.find(({ register }) => register === "IA32_XSS");
  const [sizes] = all(SIZES);
  if (xcr0) {
    row(0, { eax: hex(xcr0.b), ebx: hex(sizes?.a), ecx: hex(sizes?.b), edx: hex(xcr0.a) });
  }
  const [features] = all(FEATURES);
  const [compacted] = all(COMPACTED);
  if (features ?? compacted ?? xss) {
    const words = features?.words?.split(" ") ?? [];
    const flags = FEATURE_WORDS.reduce((m, word, i) => m | (words.includes(word) ? 1 << i : 0), 0);
    // No supervisor component lies above bit 31: a high half alone is a low half that was swapped.
    const [high, low] = [hex(xss?.a), hex(xss?.b)];
    const eax = flags;
    row(1, { eax, ebx: hex(compacted?.a), ecx: low || high, edx: low ? high : 0 });
  }
  for (const { n, a, b } of all(STATE)) {
    const offset = hex(a);
    row(Number(n), { eax: hex(b), ebx: offset, ecx: offset === 0 ? 1 : 0, edx: 0 });
  }
  return rows;
}
