/**
 * Registers by name out of a saved area. A register may lie in several components:
 * zmm5 is 16 bytes of SSE, 16 of AVX, 32 of ZMM_Hi256. Checked by test/read/elf/registers.test.ts.
 */
import { INITIAL_FCW, INITIAL_MXCSR } from "../../xsave/area.ts";
import { hasBit, hex } from "../../xsave/mask.ts";
import { nameOf } from "../cpuid/leaf0d.ts";
import { type Arrangement, LEGACY_ONLY } from "../image/placement.ts";
import { arrangementsOf, type Saved } from "../image/saved.ts";
import { FAMILIES, MXCSR, piecesOf, type RegisterBytes, SINGLES } from "./families.ts";

export { CORE_REGISTER_NAMES as REGISTER_NAMES, registerNames } from "./families.ts";

/** What is in a register whose component is in its initial state, where that is not 0. SDM1 13.6. */
const INITIAL: ReadonlyMap<string, number> = new Map([
  ["fcw", INITIAL_FCW],
  [MXCSR, INITIAL_MXCSR],
]);

export interface Register {
  readonly name: string;
  /** Lowest byte first; 0 where `unknown` says that the byte is not known. */
  readonly bytes: Uint8Array;
  /** "init" where no component of it is in XSTATE_BV: the value is the initial one. */
  readonly state: "saved" | "init" | "partly lost" | "lost";
  /** Of each byte, whether it is lost; absent where none is. */
  readonly unknown?: readonly boolean[];
}

/**
 * The register `name`, one of `registerNames`, by one way to read the area.
 *
 * @throws {RangeError} if the thread lacks it, or nothing places a component of it.
 */
export function registerOf(
  saved: Saved,
  name: string,
  arrangement: Arrangement = arrangementsOf(saved)[0] ?? LEGACY_ONLY,
): Register {
  const general = saved.general.find((one) => one.name === name);
  if (general) return { name, bytes: general.bytes, state: "saved" };
  const pieces = piecesOf(name);
  checkFamily(saved, name, pieces);
  const size = pieces.reduce((sum, part) => sum + part.size, 0);
  const bytes = new Uint8Array(size);
  let unknown: boolean[] | undefined;
  let end = 0;
  let used = false;
  for (const part of pieces) {
    const at = startOf(saved, part, name, arrangement) + part.at;
    // MXCSR is kept with AVX too (SDM1 13.4.1).
    if (hasBit(saved.xstateBv, part.bit) || (name === MXCSR && hasBit(saved.xstateBv, 2))) {
      used = true;
      for (let i = 0; i < part.size; i++) {
        const known = part.bit < 2 || arrangement.knows(at + i, part.bit);
        if (known) bytes[end + i] = saved.area.getUint8(at + i);
        else {
          unknown ??= Array(size).fill(false);
          unknown[end + i] = true;
        }
      }
    }
    end += part.size;
  }
  const initial = INITIAL.get(name);
  if (!used && initial !== undefined) new DataView(bytes.buffer).setUint16(0, initial, true);
  if (!unknown) return { name, bytes, state: used ? "saved" : "init" };
  return { name, bytes, unknown, state: unknown.includes(false) ? "partly lost" : "lost" };
}

/** The register by every way to read the area that gives another value, the likeliest first. */
export function areaRegisters(
  saved: Saved,
  name: string,
): { readonly arrangement: Arrangement; readonly register: Register }[] {
  const ways = arrangementsOf(saved);
  const [only] = ways;
  if (only && ways.length === 1) {
    return [{ arrangement: only, register: registerOf(saved, name, only) }];
  }
  const found = new Map<string, { arrangement: Arrangement; register: Register }>();
  for (const arrangement of ways) {
    const register = registerOf(saved, name, arrangement);
    const key = registerHex(register);
    if (!found.has(key)) found.set(key, { arrangement, register });
  }
  return [...found.values()];
}

/** Every register that the area and the status of the thread hold, each in its widest form. */
export function allNames(saved: Saved): string[] {
  const has = (n: number) =>
    hasBit(saved.xcr0, n) &&
    (n < 2 || arrangementsOf(saved).some(({ components }) => components.some((c) => c.bit === n)));
  const widest = has(7) && has(6) ? "zmm" : has(2) ? "ymm" : "xmm";
  const families = FAMILIES.filter(({ name }) => !/^[xyz]?mm$/.test(name) || name === widest);
  const vectors = [
    ...families.flatMap(({ name, first, last }) =>
      Array.from({ length: last - first + 1 }, (_, i) => `${name}${first + i}`),
    ),
    ...SINGLES.keys(),
  ].filter((name) => piecesOf(name).every(({ bit }) => has(bit)) && !beyondNarrow(saved, name));
  return [...saved.general.map(({ name }) => name), ...vectors];
}

/** Outside 64-bit mode there are 8 registers of each family, and neither AMX nor APX (SDM1 13.5). */
function beyondNarrow({ narrow }: Saved, name: string): boolean {
  const [, family = "", n] = /^([xyz]mm|tmm|r)(\d+)$/.exec(name) ?? [];
  return narrow && (Number(n) > 7 || family === "tmm" || name === "tilecfg");
}

function checkFamily(saved: Saved, name: string, pieces: readonly RegisterBytes[]): void {
  const { label, kind } = saved;
  if (beyondNarrow(saved, name)) {
    throw new RangeError(`${name}: ${label} is of a 32-bit process, which has no such register`);
  }
  if (pieces.length === 0) throw new RangeError(`${name}: ${label} has no such register`);
  if (kind === "none") throw new RangeError(`${name}: ${label} has general registers alone`);
}

/** The first byte of the component in the area, once it is known to hold the piece. */
function startOf(
  { xcr0, label, kind, xcompBv }: Saved,
  { bit, at, size }: RegisterBytes,
  name: string,
  { components }: Arrangement,
): number {
  if (!hasBit(xcr0, bit)) {
    const why =
      kind === "fxsave"
        ? "it has an FXSAVE image alone"
        : `${xcompBv >> 63n ? "XCOMP_BV" : "XCR0"} is ${hex(xcr0)}`;
    throw new RangeError(`${name}: ${label} saves no ${nameOf(bit)} (${bit}): ${why}`);
  }
  if (bit < 2) return 0;
  const component = components.find((one) => one.bit === bit);
  if (!component) throw new RangeError(`${name}: nothing places ${nameOf(bit)} (${bit})`);
  if (at + size > component.size) {
    throw new RangeError(`${name}: ${nameOf(bit)} has ${component.size} bytes, too few for it`);
  }
  return component.offset;
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The whole register in hex, most significant byte first, no separators; ?? for a byte that is lost. */
export function registerHex({ bytes, unknown }: Register): string {
  let digits = "0x";
  for (let at = bytes.length - 1; at >= 0; at--) {
    digits += unknown?.[at] ? "??" : DIGITS[bytes[at] ?? 0];
  }
  return digits;
}

/** How a register can be cut into lanes, with the bytes of a lane. */
export const LANES = { u8: 1, u16: 2, u32: 4, u64: 8, f32: 4, f64: 8 } as const;
export type Lane = keyof typeof LANES;

/** A lane that is lost, wholly or in part. */
export const LOST = "?";

/** The lanes of `register`, lowest first, as text that loses nothing; none where they do not fit. */
export function registerLanes({ bytes, unknown }: Register, lane: Lane): string[] {
  const size = LANES[lane];
  if (bytes.length % size !== 0) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / size }, (_, i) =>
    unknown?.slice(i * size, (i + 1) * size).includes(true) ? LOST : laneAt(view, i * size, lane),
  );
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
