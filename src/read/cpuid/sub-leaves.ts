/**
 * The rows of leaf 0DH with a sub-leaf each: as labelled, matched where the tool printed no labels,
 * moved back where it counted rows instead of sub-leaves. Each of the last two with a warning.
 */

import { bit, bitsOf } from "../../xsave/mask.ts";
import { bitRanges } from "../../xsave/processor.ts";
import type { Warning } from "../warning.ts";
import { describes, type Matching, matching } from "./matching.ts";
import { type Block, isEmpty, LEAF_0D, looksLikeSubleaf0, type Registers } from "./rows.ts";

export interface Subleaves {
  readonly rows: ReadonlyMap<number, Registers>;
  readonly warnings: readonly Warning[];
}

/** XCR0 and IA32_XSS as sub-leaves 0 and 1 report them; null where they do not. */
export interface Enumerated {
  readonly xcr0: bigint | null;
  readonly xss: bigint | null;
}

/** Bit 63 names no component. Tools that leave the upper half out do so where it is 0. */
const wide = (low: number | null | undefined, high: number | null | undefined): bigint | null =>
  low === null || low === undefined
    ? null
    : ((BigInt(high ?? 0) << 32n) | BigInt(low)) & ((1n << 63n) - 1n);

export const enumeratedBy = (rows: ReadonlyMap<number, Registers>): Enumerated => {
  const zero = rows.get(0);
  const one = rows.get(1);
  return { xcr0: wide(zero?.eax, zero?.edx), xss: wide(one?.ecx, one?.edx) };
};

/** Only bits 0 to 4 of 0DH.1.EAX are features; a size has bits above. SDM2 CPUID. */
const looksLikeSubleaf1 = ({ eax }: Registers): boolean => ((eax ?? 0) & ~0x1f) === 0;

export function subleavesOf({ rows }: Block): Subleaves {
  const labelled = new Map<number, Registers>();
  const loose: Registers[] = [];
  for (const { leaf, subleaf, registers } of rows) {
    if (leaf !== LEAF_0D) continue;
    if (subleaf !== null) labelled.set(subleaf, registers);
    else if (labelled.size === 0 && loose.length === 0 && looksLikeSubleaf0(registers)) {
      labelled.set(0, registers);
    } else if (
      labelled.size === 1 &&
      labelled.has(0) &&
      loose.length === 0 &&
      looksLikeSubleaf1(registers)
    ) {
      labelled.set(1, registers);
    } else if (!isEmpty(registers)) loose.push(registers);
  }
  if (loose.length > 0) return withLoose(labelled, loose);
  return withoutRenumbering(labelled);
}

const orderedBits = ({ xcr0, xss }: Enumerated): number[] =>
  bitsOf(((xcr0 ?? 0n) | (xss ?? 0n)) & ~3n);

const fitting =
  ({ xss }: Enumerated) =>
  (row: Registers, n: number): boolean =>
    describes(row, n, ((xss ?? 0n) & bit(n)) !== 0n);

function withLoose(labelled: Map<number, Registers>, loose: readonly Registers[]): Subleaves {
  const enumerated = enumeratedBy(labelled);
  const open = orderedBits(enumerated).filter((n) => !labelled.has(n));
  const found = matching(loose, open, fitting(enumerated));
  const rows = new Map(labelled);
  if (!found.bits) return { rows, warnings: [ambiguous(loose.length, found)] };
  for (const [i, n] of found.bits.entries()) rows.set(n, loose[i] as Registers);
  const message = `${count(loose.length)} without a sub-leaf, taken for ${bitRanges(maskOf(found.bits))} by order, flags and size`;
  return { rows, warnings: [{ name: "unlabelled-rows", message }] };
}

const maskOf = (bits: readonly number[]): bigint => bits.reduce((mask, n) => mask | bit(n), 0n);
const count = (n: number): string => (n === 1 ? "one row" : `${n} rows`);

function ambiguous(rows: number, found: Matching & { bits: null }): Warning {
  const why = found.ways === "several" ? "fit several components" : "fit no enumerated component";
  return { name: "ambiguous-rows", message: `${count(rows)} of leaf 0DH ${why}: left out` };
}

/**
 * Tools that count rows leave a mark: a row where nothing is enumerated while an enumerated
 * component has none, or a component in sub-leaf 1. Then every row may be off by some.
 */
function withoutRenumbering(labelled: Map<number, Registers>): Subleaves {
  const one = labelled.get(1);
  const shifted = one !== undefined && !looksLikeSubleaf1(one);
  const trusted = new Map(labelled);
  if (shifted) trusted.delete(1);
  const enumerated = enumeratedBy(trusted);
  const wanted = orderedBits(enumerated);
  const filled = [...labelled].filter(
    ([n, row]) => (n > 1 || (n === 1 && shifted)) && (row.eax ?? 0) > 0,
  );
  const missing = wanted.filter((n) => !filled.some(([m]) => m === n));
  const strays = filled.filter(([n]) => !wanted.includes(n));
  const inOrder = filled.every(([n], i) => n === (filled[0]?.[0] ?? 0) + i);
  if (!labelled.has(0) || strays.length === 0 || missing.length === 0) {
    return { rows: trusted, warnings: [] };
  }
  const pool = inOrder && (filled[0]?.[0] ?? 0) <= 2 ? filled : strays;
  const open = pool === filled ? wanted : missing;
  const found = matching(
    pool.map(([, row]) => row),
    open,
    fitting(enumerated),
  );
  const rows = new Map(trusted);
  for (const [n] of pool) rows.delete(n);
  if (!found.bits) return { rows, warnings: [ambiguous(pool.length, found)] };
  const moves: string[] = [];
  for (const [i, n] of found.bits.entries()) {
    const [from, row] = pool[i] as [number, Registers];
    rows.set(n, row);
    if (from !== n) moves.push(`${from} is ${n}`);
  }
  const message = `sub-leaves counted up instead of named: ${moves.join(", ")}`;
  return { rows, warnings: [{ name: "renumbered-subleaves", message }] };
}
