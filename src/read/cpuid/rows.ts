/**
 * CPUID rows of one logical processor, and the scan that finds them by the grammar of a format.
 * Every text format of rows is a grammar (grammars.ts); XML, JSON and binaries build blocks directly.
 */

import { EXTENDED_REGION } from "../../xsave/component.ts";
import type { Source } from "../text.ts";
import type { Warning } from "../warning.ts";

/** The four registers that CPUID answers, unsigned 32 bits each; null where the file does not say. */
export interface Registers {
  readonly eax: number | null;
  readonly ebx: number | null;
  readonly ecx: number | null;
  readonly edx: number | null;
  /** The mask as a program printed it, where it had taken bits from XCR0. */
  readonly printed?: bigint;
  /** XCR0 and IA32_XSS under which CPUID was asked, where the format says so in the row. */
  readonly under?: { readonly xcr0: bigint; readonly xss: bigint };
}

export type RegisterName = Exclude<keyof Registers, "under" | "printed">;
export const REGISTER_NAMES = ["eax", "ebx", "ecx", "edx"] as const satisfies RegisterName[];

/** True if the row says nothing but zeros. */
export const isEmpty = ({ eax, ebx, ecx, edx }: Registers): boolean =>
  eax === 0 && ebx === 0 && ecx === 0 && edx === 0;

export interface Row {
  readonly leaf: number;
  /** Null where the format has no label for it. */
  readonly subleaf: number | null;
  readonly registers: Registers;
}

export interface Block {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly warnings: readonly Warning[];
}

/** How a format writes rows. All patterns are global; named groups: leaf, sub, a, b, c, d, label. */
export interface Grammar {
  readonly row: RegExp;
  /** How a row of leaf 0DH begins, to notice those that cannot be read. */
  readonly attempt: RegExp;
  /** What stands before the rows of the next logical processor. */
  readonly header?: RegExp;
  /** The leaf and sub-leaf of a row; hexadecimal groups `leaf` and `sub` unless it says otherwise. */
  /** Where the leaf stands in a line above its sub-leaves: how that line begins; group `leaf`. */
  readonly open?: RegExp;
  /** The radix of a sub-leaf; 16 unless it says otherwise. */
  readonly radix?: 10;
  /** What the kind of dump does not record, as null. */
  readonly unrecorded?: (subleaf: number | null, registers: Registers) => Registers;
  readonly key?: (groups: Readonly<Record<string, string>>) => readonly [number, number | null];
}

export const LEAF_0D = 0xd;

const parseHex = (text: string): number => Number.parseInt(text, 16);

const hexKey = ({ leaf = "", sub }: Readonly<Record<string, string>>) =>
  [parseHex(leaf), sub === undefined ? null : parseHex(sub)] as const;

const keyIn = ({ key, radix }: Grammar, groups: Readonly<Record<string, string>>) =>
  key
    ? key(groups)
    : radix === 10 && groups.sub !== undefined
      ? ([parseHex(groups.leaf ?? ""), Number.parseInt(groups.sub, 10)] as const)
      : hexKey(groups);

/** Four registers from hexadecimal digits. */
export const registersOf = (a: string, b: string, c: string, d: string): Registers => ({
  eax: parseHex(a),
  ebx: parseHex(b),
  ecx: parseHex(c),
  edx: parseHex(d),
});

/** XCR0_IN and XSS_IN of a row. XCR0 always holds x87: 0 is a row that was made without. */
function underOf({ xcr0, xss }: Readonly<Record<string, string>>): Pick<Registers, "under"> {
  if (xcr0 === undefined || BigInt(`0x${xcr0}`) === 0n) return {};
  return { under: { xcr0: BigInt(`0x${xcr0}`), xss: BigInt(`0x${xss ?? 0}`) } };
}

/** True if `text` has a row of leaf 0DH, or with `any` of any leaf, by `grammar`. */
export function speaks(grammar: Grammar, { text }: Source, any: boolean): boolean {
  // Not test(): it would leave a place in the pattern, from which the next scan begins.
  return text.search(any ? grammar.row : grammar.attempt) >= 0;
}

/** The blocks of a text, in the order of the file; those without a row of leaf 0DH are left out. */
export function blocksOf(source: Source, grammar: Grammar): Block[] {
  const { text } = source;
  const starts = new Set<number>();
  const events: { index: number; row?: Row; label?: string }[] = [];
  const opened = grammar.open ? [...text.matchAll(grammar.open)] : [];
  let next = 0;
  let above: string | undefined;
  let side: string | undefined;
  for (const { index } of opened) starts.add(index);
  for (const match of text.matchAll(grammar.row)) {
    const groups = match.groups ?? {};
    for (let at = opened[next]; at && at.index < match.index; at = opened[++next]) {
      above = at.groups?.leaf;
    }
    const { a = "", b = "", c = "", d = "", label, sub: own } = groups;
    if (groups.leaf !== undefined) above = undefined;
    else if (above === undefined && !grammar.key) continue;
    const [leaf, subleaf] = keyIn(
      grammar,
      above === undefined ? groups : { leaf: above, sub: own ?? "0" },
    );
    starts.add(match.index);
    // A format that names the processor in every row needs no header.
    if (label !== undefined && label !== side) events.push({ index: match.index - 0.5, label });
    side = label;
    const said = registersOf(a, b, c, d);
    const asked = {
      ...(leaf === LEAF_0D ? (grammar.unrecorded?.(subleaf, said) ?? said) : said),
      ...underOf(groups),
    };
    events.push({ index: match.index, row: { leaf, subleaf, registers: asked } });
  }
  if (grammar.header) {
    for (const match of text.matchAll(grammar.header)) {
      events.push({ index: match.index, label: match.groups?.label ?? "" });
    }
  }
  const torn = [...text.matchAll(grammar.attempt)].filter(({ index }) => !starts.has(index));
  events.sort((x, y) => x.index - y.index);
  const blocks = split(events);
  return withTorn(
    blocks,
    torn.map(({ index }) => source.place(index)),
  );
}

/** A block ends at the next header, or where a row that a processor has once comes again. */
function split(events: readonly { row?: Row; label?: string }[]): Block[] {
  const blocks: Block[] = [];
  let rows: Row[] = [];
  let label = "";
  const seen = new Set<string>();
  const end = () => {
    // A mail that quotes some rows twice shows no second processor.
    const part = !rows.some(({ leaf, subleaf }) => leaf === LEAF_0D && !subleaf);
    const before = blocks.at(-1)?.rows ?? [];
    const echo = part && rows.every((row) => before.some((other) => sameRow(other, row)));
    if (!echo && rows.some(({ leaf }) => leaf === LEAF_0D)) {
      blocks.push({ label: label || `CPU ${blocks.length}`, rows, warnings: [] });
    }
    rows = [];
    seen.clear();
  };
  let afterSubleaf0: Registers | null = null;
  for (const { row, label: next } of events) {
    if (!row) {
      end();
      label = next ? `CPU ${next.trim()}` : "";
      continue;
    }
    const key = keyOf(row, afterSubleaf0);
    afterSubleaf0 = key === SUBLEAF_0 && row.subleaf === null ? row.registers : null;
    if (key !== null && seen.has(key)) {
      end();
      label = "";
    }
    if (key !== null) seen.add(key);
    rows.push(row);
  }
  end();
  return blocks;
}

const SUBLEAF_0 = "0DH 0";

/**
 * Two rows of the same key stand in two blocks; null for a row that a block may have twice. A row
 * without a label right after one of sub-leaf 0 is sub-leaf 1, whatever it looks like.
 */
function keyOf({ leaf, subleaf, registers }: Row, afterSubleaf0: Registers | null): string | null {
  if (leaf === 0 || leaf === 1) return `${leaf}`;
  if (leaf !== LEAF_0D) return null;
  if (subleaf !== null) return `0DH ${subleaf}`;
  if (afterSubleaf0 && !sameRegisters(afterSubleaf0, registers)) return null;
  return looksLikeSubleaf0(registers) ? SUBLEAF_0 : null;
}

const sameRegisters = (x: Registers, y: Registers): boolean =>
  x.eax === y.eax && x.ebx === y.ebx && x.ecx === y.ecx && x.edx === y.edx;

const sameRow = (x: Row, y: Row): boolean =>
  x.leaf === y.leaf && x.subleaf === y.subleaf && sameRegisters(x.registers, y.registers);

/** XCR0 holds x87 and SSE, and both totals are at least 576; no component row looks like that. */
export const looksLikeSubleaf0 = ({ eax, ebx, ecx }: Registers): boolean =>
  ((eax ?? 0) & 3) === 3 && (ebx ?? 0) >= EXTENDED_REGION && (ecx ?? 0) >= EXTENDED_REGION;

function withTorn(blocks: Block[], places: readonly string[]): Block[] {
  const [first, ...others] = blocks;
  if (!first || places.length === 0) return blocks;
  const shown = places.slice(0, 3).join("; ");
  const more = places.length > 3 ? `; and ${places.length - 3} more` : "";
  const message = `a row of leaf 0DH cannot be read and is left out (${shown}${more})`;
  return [{ ...first, warnings: [{ name: "malformed-row", message }] }, ...others];
}
