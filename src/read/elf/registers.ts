/**
 * Registers by name out of the XSAVE area of a core file. A register may lie in several components:
 * zmm5 is 16 bytes of SSE, 16 of AVX, 32 of ZMM_Hi256. Checked by test/read/elf/registers.test.ts.
 */
import { hasBit, hex } from "../../xsave/mask.ts";
import { nameOf } from "../cpuid/leaf0d.ts";
import type { CoreThread } from "./core-file.ts";

/** Bytes of one component: from its start, or from the start of the area for x87 and SSE. */
interface Piece {
  readonly bit: number;
  readonly at: number;
  readonly size: number;
}

interface Family {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly pieces: (n: number) => readonly Piece[];
}

const piece = (bit: number, at: number, size: number): Piece => ({ bit, at, size });

/** A vector register of `size` bytes, lowest bytes first (SDM1 13.5). */
const vector =
  (size: number) =>
  (n: number): Piece[] => {
    if (n >= 16) return [piece(7, (n - 16) * 64, size)];
    const pieces = [piece(1, 160 + 16 * n, 16)];
    if (size > 16) pieces.push(piece(2, 16 * n, 16));
    if (size > 32) pieces.push(piece(6, 32 * n, 32));
    return pieces;
  };

// biome-ignore format: one family a row
const FAMILIES: readonly Family[] = [
  { name: "k",   first: 0,  last: 7,  pieces: (n) => [piece(5, 8 * n, 8)] },
  { name: "xmm", first: 0,  last: 31, pieces: vector(16) },
  { name: "ymm", first: 0,  last: 31, pieces: vector(32) },
  { name: "zmm", first: 0,  last: 31, pieces: vector(64) },
  { name: "bnd", first: 0,  last: 3,  pieces: (n) => [piece(3, 16 * n, 16)] },
  { name: "tmm", first: 0,  last: 7,  pieces: (n) => [piece(18, 1024 * n, 1024)] },
  { name: "r",   first: 16, last: 31, pieces: (n) => [piece(19, 8 * (n - 16), 8)] },
  { name: "st",  first: 0,  last: 7,  pieces: (n) => [piece(0, 32 + 16 * n, 10)] },
  { name: "mm",  first: 0,  last: 7,  pieces: (n) => [piece(0, 32 + 16 * n, 8)] },
];

const MXCSR = "mxcsr";

const SINGLES: ReadonlyMap<string, Piece> = new Map([
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
  [MXCSR, piece(1, 24, 4)],
]);

/** What is in a register whose component is in its initial state, where that is not 0. SDM1 13.6. */
const INITIAL: ReadonlyMap<string, number> = new Map([
  ["fcw", 0x037f],
  [MXCSR, 0x1f80],
]);

/** The names that `--reg` takes, for messages: "k0-7, xmm0-31, …". */
export const REGISTER_NAMES: readonly string[] = [
  ...FAMILIES.map(({ name, first, last }) => `${name}${first}-${last}`),
  ...SINGLES.keys(),
];

/**
 * The single names that `text` says: "k1", "ymm0-3", "pkru", a list of these with commas.
 *
 * @throws {RangeError} naming what is no register.
 */
export function registerNames(text: string): string[] {
  return text.split(",").flatMap((part) => {
    const name = part.trim().toLowerCase();
    if (SINGLES.has(name)) return [name];
    const [, family = "", from = "", to = from] =
      /^([a-z]+)(\d{1,2})(?:-(\d{1,2}))?$/.exec(name) ?? [];
    const known = FAMILIES.find((one) => one.name === family);
    const [low, high] = [Number(from), Number(to)];
    if (!known || low < known.first || high > known.last || high < low) {
      throw new RangeError(
        `"${part.trim()}" names no register (known: ${REGISTER_NAMES.join(", ")})`,
      );
    }
    return Array.from({ length: high - low + 1 }, (_, i) => `${family}${low + i}`);
  });
}

export interface Register {
  readonly name: string;
  /** Lowest byte first. */
  readonly bytes: Uint8Array;
  /** "init" where no component of it is in XSTATE_BV: the value is the initial one. */
  readonly state: "saved" | "init";
}

/**
 * The register `name`, one of `registerNames`, of a thread.
 *
 * @throws {RangeError} if XCR0 of the thread lacks a component of it, or nothing places it.
 */
export function registerOf(thread: CoreThread, name: string): Register {
  const pieces = piecesOf(name);
  const size = pieces.reduce((sum, part) => sum + part.size, 0);
  const bytes = new Uint8Array(size);
  let end = 0;
  let saved = false;
  for (const part of pieces) {
    const at = startOf(thread, part, name) + part.at;
    // MXCSR is kept with AVX too (SDM1 13.4.1).
    const used =
      hasBit(thread.xstateBv, part.bit) || (name === MXCSR && hasBit(thread.xstateBv, 2));
    if (used) {
      saved = true;
      const { buffer, byteOffset } = thread.area;
      bytes.set(new Uint8Array(buffer, byteOffset + at, part.size), end);
    }
    end += part.size;
  }
  const initial = INITIAL.get(name);
  if (!saved && initial !== undefined) new DataView(bytes.buffer).setUint16(0, initial, true);
  return { name, bytes, state: saved ? "saved" : "init" };
}

function piecesOf(name: string): readonly Piece[] {
  const single = SINGLES.get(name);
  if (single) return [single];
  const [, family, n] = /^([a-z]+)(\d+)$/.exec(name) ?? [];
  return FAMILIES.find((one) => one.name === family)?.pieces(Number(n)) ?? [];
}

/** The first byte of the component in the area, once it is known to hold the piece. */
function startOf(thread: CoreThread, { bit, at, size }: Piece, name: string): number {
  if (!hasBit(thread.xcr0, bit)) {
    throw new RangeError(
      `${name}: ${thread.label} saves no ${nameOf(bit)} (${bit}): XCR0 is ${hex(thread.xcr0)}`,
    );
  }
  if (bit < 2) return 0;
  const component = thread.components.find((one) => one.bit === bit);
  if (!component) throw new RangeError(`${name}: nothing places ${nameOf(bit)} (${bit})`);
  if (at + size > component.size) {
    throw new RangeError(`${name}: ${nameOf(bit)} has ${component.size} bytes, too few for it`);
  }
  return component.offset;
}

/** The whole register in hex, most significant byte first, no separators. */
export const hexOf = ({ bytes }: Register): string =>
  `0x${[...bytes]
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")}`;

/** How a register can be cut into lanes, with the bytes of a lane. */
export const LANES = { u8: 1, u16: 2, u32: 4, u64: 8, f32: 4, f64: 8 } as const;
export type Lane = keyof typeof LANES;

/** The lanes of `register`, lowest first, as text that loses nothing; none where they do not fit. */
export function lanesOf({ bytes }: Register, lane: Lane): string[] {
  const size = LANES[lane];
  if (bytes.length % size !== 0) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / size }, (_, i) => laneAt(view, i * size, lane));
}

function laneAt(view: DataView, at: number, lane: Lane): string {
  switch (lane) {
    case "u8":
      return `${view.getUint8(at)}`;
    case "u16":
      return `${view.getUint16(at, true)}`;
    case "u32":
      return `${view.getUint32(at, true)}`;
    case "u64":
      return `${view.getBigUint64(at, true)}`;
    case "f32":
      return floatText(view.getFloat32(at, true));
    case "f64":
      return floatText(view.getFloat64(at, true));
  }
}

const floatText = (value: number): string => (Object.is(value, -0) ? "-0" : `${value}`);
