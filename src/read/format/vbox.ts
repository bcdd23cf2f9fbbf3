/**
 * VirtualBox logs: leaf 0DH of guest and host in words. Its releases swap the halves of the
 * IA32_XSS mask and label a user component "IA32_XSS-bit"; the places of the components tell.
 */
import { type Block, LEAF_0D, type Registers, type Row } from "../cpuid/rows.ts";
import type { RowFormat } from "../input.ts";
import type { Source } from "../text.ts";

const X = "[0-9a-f]{1,8}";
const SIDE = "(?<side>guest|host):[ \\t]{0,40}";
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

const speaksVbox = ({ text }: Source): boolean =>
  /XSAVE area cur\/max size by XCR0, (?:guest|host):|Valid XCR0 bits, (?:guest|host):|CPUM: Changing leaf 13\[0\]:/.test(
    text,
  );

/** The guest's block and the host's, where the log has them. */
function vboxBlocks({ text }: Source): Block[] {
  return ["guest", "host"].flatMap((side) => {
    const rows = rowsOf(text, side);
    return rows.length > 0 ? [{ label: side, rows, warnings: [] }] : [];
  });
}

/** "Changing leaf 13[0]: EBX=0x2b00 -> 0x340, ECX=0x2b00 -> 0x340": the host's totals, the guest's. */
const CHANGED = new RegExp(
  `CPUM: Changing leaf 13\\[0\\]: EBX=0x(?<hostNow>${X})(?: -> 0x(?<guestNow>${X}))?, ECX=0x(?<hostAll>${X})(?: -> 0x(?<guestAll>${X}))?`,
);

/** What a log without the tables says: two totals of each side, and no mask. */
function changedRow(text: string, side: string): Row[] {
  const { groups } = CHANGED.exec(text) ?? {};
  if (!groups) return [];
  const { hostNow = "", hostAll = "", guestNow = hostNow, guestAll = hostAll } = groups;
  const [ebx = 0, ecx = 0] = (side === "host" ? [hostNow, hostAll] : [guestNow, guestAll]).map(
    (digits) => Number.parseInt(digits, 16),
  );
  return [{ leaf: LEAF_0D, subleaf: 0, registers: { eax: null, ebx, ecx, edx: null } }];
}

const FEATURE_WORDS = ["XSAVEOPT", "XSAVEC", "XGETBC1", "XSAVES", "XFD"];

function rowsOf(text: string, side: string): Row[] {
  const all = (pattern: RegExp) =>
    [...text.matchAll(pattern)].map(({ groups = {} }) => groups).filter((g) => g.side === side);
  const hex = (digits: string) => Number.parseInt(digits, 16);
  const maybe = (digits: string | undefined) => (digits === undefined ? null : hex(digits));
  const rows: Row[] = [];
  const row = (subleaf: number, registers: Registers) =>
    rows.push({ leaf: LEAF_0D, subleaf, registers });
  const masks = all(MASK);
  const xcr0 = masks.find(({ register }) => register === "XCR0");
  const xss = masks.find(({ register }) => register === "IA32_XSS");
  const [sizes] = all(SIZES);
  if (xcr0 ?? sizes) {
    row(0, {
      eax: maybe(xcr0?.b),
      ebx: maybe(sizes?.a),
      ecx: maybe(sizes?.b),
      edx: maybe(xcr0?.a),
    });
  }
  const [features] = all(FEATURES);
  const [compacted] = all(COMPACTED);
  if (features ?? compacted ?? xss) {
    const words = features?.words?.split(" ");
    const flags = (said: readonly string[]) =>
      FEATURE_WORDS.reduce((m, word, i) => m | (said.includes(word) ? 1 << i : 0), 0);
    // No supervisor component lies above bit 31: a high half is a low half that was swapped.
    const [high, low] = [hex(xss?.a ?? ""), hex(xss?.b ?? "")];
    row(1, {
      eax: words ? flags(words) : null,
      ebx: maybe(compacted?.a),
      ecx: xss ? low || high : null,
      edx: low === 0 ? 0 : high,
    });
  }
  if (rows.length === 0) return changedRow(text, side);
  for (const { n, a, b } of all(STATE)) {
    row(Number(n), { eax: maybe(b), ebx: maybe(a), ecx: null, edx: 0 });
  }
  return rows;
}

export const VBOX: RowFormat = {
  name: "vbox-log",
  summary: "VirtualBox logs: guest and host",
  is: ({ source }) => speaksVbox(source),
  blocks: ({ source }) => vboxBlocks(source),
};
