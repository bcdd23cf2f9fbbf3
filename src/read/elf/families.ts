/** The registers of a saved area by name: in which components each lies, and where. SDM1 13.4.1, 13.5. */
import { MXCSR_OFFSET, ST_OFFSET, XMM_OFFSET } from "../../xsave/area.ts";

/** Bytes of one component: from its start, or from the start of the area for x87 and SSE. */
export interface RegisterBytes {
  readonly bit: number;
  readonly at: number;
  readonly size: number;
}

interface Family {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly pieces: (n: number) => readonly RegisterBytes[];
}

const piece = (bit: number, at: number, size: number): RegisterBytes => ({ bit, at, size });

/** A vector register of `size` bytes, lowest bytes first (SDM1 13.5). */
const vector =
  (size: number) =>
  (n: number): RegisterBytes[] => {
    if (n >= 16) return [piece(7, (n - 16) * 64, size)];
    const pieces = [piece(1, XMM_OFFSET + 16 * n, 16)];
    if (size > 16) pieces.push(piece(2, 16 * n, 16));
    if (size > 32) pieces.push(piece(6, 32 * n, 32));
    return pieces;
  };

// biome-ignore format: one family per row
export const FAMILIES: readonly Family[] = [
  { name: "k",   first: 0,  last: 7,  pieces: (n) => [piece(5, 8 * n, 8)] },
  { name: "xmm", first: 0,  last: 31, pieces: vector(16) },
  { name: "ymm", first: 0,  last: 31, pieces: vector(32) },
  { name: "zmm", first: 0,  last: 31, pieces: vector(64) },
  { name: "bnd", first: 0,  last: 3,  pieces: (n) => [piece(3, 16 * n, 16)] },
  { name: "tmm", first: 0,  last: 7,  pieces: (n) => [piece(18, 1024 * n, 1024)] },
  { name: "r",   first: 16, last: 31, pieces: (n) => [piece(19, 8 * (n - 16), 8)] },
  { name: "st",  first: 0,  last: 7,  pieces: (n) => [piece(0, ST_OFFSET + 16 * n, 10)] },
  { name: "mm",  first: 0,  last: 7,  pieces: (n) => [piece(0, ST_OFFSET + 16 * n, 8)] },
];

export const MXCSR = "mxcsr";

export const SINGLES: ReadonlyMap<string, RegisterBytes> = new Map([
  ["pkru", piece(9, 0, 4)],
  ["bndcfgu", piece(4, 0, 8)],
  ["bndstatus", piece(4, 8, 8)],
  ["tilecfg", piece(17, 0, 64)],
  ["fcw", piece(0, 0, 2)],
  ["fsw", piece(0, 2, 2)],
  ["ftw", piece(0, 4, 1)],
  ["fop", piece(0, 6, 2)],
  ["fip", piece(0, 8, 8)],
  ["fdp", piece(0, 16, 8)],
  [MXCSR, piece(1, MXCSR_OFFSET, 4)],
]);

/** The names that `--reg` takes, for messages: "k0-7, xmm0-31, …". */
export const CORE_REGISTER_NAMES: readonly string[] = [
  ...FAMILIES.map(({ name, first, last }) => `${name}${first}-${last}`),
  ...SINGLES.keys(),
];

/**
 * The single names that `text` says: "k1", "ymm0-3", "pkru", a list of these with commas.
 *
 * `general` are the general registers that there are: they differ from a 32-bit process to another.
 *
 * @throws {RangeError} naming what is no register.
 */
export function registerNames(text: string, general: readonly string[] = []): string[] {
  return text.split(",").flatMap((part) => {
    const name = part.trim().toLowerCase();
    if (SINGLES.has(name) || general.includes(name)) return [name];
    const [, family = "", from = "", to = from] =
      /^([a-z]+)(\d{1,2})(?:-(\d{1,2}))?$/.exec(name) ?? [];
    const known = FAMILIES.find((one) => one.name === family);
    const [low, high] = [Number(from), Number(to)];
    if (!known || low < known.first || high > known.last || high < low) {
      throw new RangeError(
        `"${part.trim()}" names no register (known: ${[...CORE_REGISTER_NAMES, ...general].join(", ")})`,
      );
    }
    return Array.from({ length: high - low + 1 }, (_, i) => `${family}${low + i}`);
  });
}

/** Where the bytes of a register lie, lowest first; nowhere where the name is none of an area. */
export function piecesOf(name: string): readonly RegisterBytes[] {
  const single = SINGLES.get(name);
  if (single) return [single];
  const [, family, n] = /^([a-z]+)(\d+)$/.exec(name) ?? [];
  return FAMILIES.find((one) => one.name === family)?.pieces(Number(n)) ?? [];
}
