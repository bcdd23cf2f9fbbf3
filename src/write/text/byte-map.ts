/** An area to scale: one character for so many bytes, row after row, holes as dots. */
import { EXTENDED_REGION, LEGACY_REGION } from "../../xsave/component.ts";
import type { Layout } from "../../xsave/layout.ts";

/** Characters in a row, so that two maps fit beside each other on 80 columns. */
export const ROW_CELLS = 32;
/** Bytes of a cell where the area is not too large: a cache line, the unit of alignment. */
const CELL_MIN = 64;
const ROWS_MAX = 16;

export const LEGACY_KEY = "=";
export const HEADER_KEY = "h";
const HOLE = ".";
/** A cell that several components share. */
export const SHARED = "+";

/** The characters that stand for components, in the order of their bits. */
const KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgijklmnopqrstuvwxyz0123456789@%&";

/** The character of component number `index`; 62 components have one each. */
export const mapKey = (index: number): string => KEYS[index % KEYS.length] ?? SHARED;

/** Bytes of a cell for areas of that size: 64, or the power of two that keeps to 16 rows. */
export function cellBytes(size: number): number {
  let bytes = CELL_MIN;
  while (bytes * ROW_CELLS * ROWS_MAX < size) bytes *= 2;
  return bytes;
}

/** Bytes of a page. */
const PAGE = 4096;

/** "page 2" where that page begins in the row, "p4-5" where several do, "" where none does. */
export function pagesIn(offset: number, bytes: number): string {
  const first = Math.ceil(offset / PAGE);
  const last = Math.ceil((offset + bytes) / PAGE) - 1;
  return last < first ? "" : first === last ? `page ${first}` : `p${first}-${last}`;
}

interface Range {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** The rows of the map of `layout`, `keys` naming its components by bit. */
export function byteMap(
  layout: Layout,
  keys: ReadonlyMap<number, string>,
  cell: number,
): { readonly offset: number; readonly cells: string }[] {
  const ranges: Range[] = [
    { key: LEGACY_KEY, from: 0, to: LEGACY_REGION },
    { key: HEADER_KEY, from: LEGACY_REGION, to: EXTENDED_REGION },
    ...layout.components.map(({ bit, offset, size }) => ({
      key: keys.get(bit) ?? SHARED,
      from: offset,
      to: offset + size,
    })),
  ];
  const text = Array.from({ length: Math.ceil(layout.size / cell) }, (_, i) =>
    charAt(ranges, i * cell, (i + 1) * cell),
  ).join("");
  return Array.from({ length: Math.ceil(text.length / ROW_CELLS) }, (_, row) => ({
    offset: row * ROW_CELLS * cell,
    cells: text.slice(row * ROW_CELLS, (row + 1) * ROW_CELLS),
  }));
}

function charAt(ranges: readonly Range[], from: number, to: number): string {
  const here = ranges.filter((range) => range.from < to && range.to > from);
  const [first, second] = here;
  return first === undefined ? HOLE : second === undefined ? first.key : SHARED;
}
