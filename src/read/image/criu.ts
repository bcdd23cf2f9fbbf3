/**
 * core-*.img of CRIU: registers in protobuf, each component in a field of its own, without offsets.
 * criu/include/magic.h, images/core.proto, images/core-x86.proto.
 */
import {
  MXCSR_MASK_OFFSET,
  MXCSR_OFFSET,
  ST_OFFSET,
  XMM_OFFSET,
  XSTATE_BV_OFFSET,
} from "../../xsave/area.ts";
import { COMPONENT_NAMES, EXTENDED_REGION, LEGACY_MASK } from "../../xsave/component.ts";
import { bit } from "../../xsave/mask.ts";
import { type Kept, knowsAll } from "./placement.ts";
import { type Field, fieldsOf, messageIn, numberIn, numbersIn } from "./protobuf.ts";
import type { GeneralRegister, Saved } from "./saved.ts";

const COMMON_MAGIC = 0x54564319;
const CORE_MAGIC = 0x55053847;
/** core_entry.mtype. */
const X86_64 = 1n;
const COMPAT = 2n;

// biome-ignore format: by field number, from 1
const GENERAL: readonly string[] = [
  "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi",
  "rdi", "orig_rax", "rip", "cs", "eflags", "rsp", "ss", "fs_base", "gs_base", "ds", "es", "fs", "gs",
];

/** Field of user_x86_xsave_entry, component, bytes of one number. */
// biome-ignore format: one field per row
const EXTENDED: readonly (readonly [field: number, bit: number, width: 4 | 8])[] = [
  [2, 2, 4],
  [3, 3, 8],
  [4, 4, 8],
  [5, 5, 8],
  [6, 6, 8],
  [7, 7, 8],
  [8, 9, 4],
];

const wordAt = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);

/** Where the first entry begins; null where the file is no core image of CRIU. */
function bodyOf(bytes: Uint8Array): number | null {
  if (bytes.length < 12) return null;
  if (wordAt(bytes, 0) === CORE_MAGIC) return 4;
  return wordAt(bytes, 0) === COMMON_MAGIC && wordAt(bytes, 4) === CORE_MAGIC ? 8 : null;
}

export const isCriuCore = (bytes: Uint8Array): boolean => bodyOf(bytes) !== null;

/** The task of a core image. @throws {RangeError} where it is none of x86, or cut off. */
export function readCriuCore(bytes: Uint8Array): Saved {
  const at = bodyOf(bytes) ?? 0;
  const size = wordAt(bytes, at);
  if (at + 4 + size > bytes.length) {
    throw new RangeError(
      `CRIU: an entry of ${size} bytes, of which the file has ${bytes.length - at - 4}`,
    );
  }
  const entry = fieldsOf(bytes.subarray(at + 4, at + 4 + size));
  const machine = numberIn(entry, 1);
  const info = messageIn(entry, 2);
  if (machine !== X86_64 || !info) {
    throw new RangeError(`CRIU: a core image of machine ${machine}, not of x86-64 (1)`);
  }
  const fpregs = messageIn(info, 3);
  if (!fpregs) throw new RangeError("CRIU: a core image without fpregs");
  return savedOf(fpregs, messageIn(info, 2) ?? []);
}

function savedOf(fpregs: readonly Field[], gpregs: readonly Field[]): Saved {
  const xsave = messageIn(fpregs, 13);
  const components: Kept[] = [];
  const parts: Uint8Array[] = [legacyOf(fpregs)];
  let end = EXTENDED_REGION;
  for (const [field, n, width] of xsave ? EXTENDED : []) {
    const values = numbersIn(xsave ?? [], field);
    if (values.length === 0) continue;
    const part = wordsOf(values, width);
    components.push({
      ...{ bit: n, name: COMPONENT_NAMES.get(n) ?? `${n}`, size: part.length, offset: end },
      ...{ supervisor: false, align64: false, xfd: false },
    });
    parts.push(part);
    end += part.length;
  }
  const area = new DataView(joined(parts).buffer);
  const bv = xsave ? (numberIn(xsave, 1) ?? 0n) : LEGACY_MASK;
  area.setBigUint64(XSTATE_BV_OFFSET, bv, true);
  return {
    label: "CRIU task",
    kind: xsave ? "xsave" : "fxsave",
    xcr0: components.reduce((mask, c) => mask | bit(c.bit), LEGACY_MASK),
    xstateBv: bv,
    xcompBv: 0n,
    area,
    arrangements: [{ by: "fields", ids: [], components, knows: knowsAll }],
    narrow: numberIn(gpregs, 28) === COMPAT,
    components,
    general: generalOf(gpregs),
    warnings: [],
  };
}

function legacyOf(fpregs: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(EXTENDED_REGION);
  const view = new DataView(bytes.buffer);
  const number = (field: number) => numberIn(fpregs, field) ?? 0n;
  for (const [field, at] of [
    [1, 0],
    [2, 2],
    [3, 4],
    [4, 6],
  ] as const) {
    view.setUint16(at, Number(number(field) & 0xffffn), true);
  }
  view.setBigUint64(8, number(5), true);
  view.setBigUint64(16, number(6), true);
  view.setUint32(MXCSR_OFFSET, Number(number(7)), true);
  view.setUint32(MXCSR_MASK_OFFSET, Number(number(8)), true);
  bytes.set(wordsOf(numbersIn(fpregs, 9), 4).subarray(0, 128), ST_OFFSET);
  bytes.set(wordsOf(numbersIn(fpregs, 10), 4).subarray(0, 256), XMM_OFFSET);
  return bytes;
}

function generalOf(gpregs: readonly Field[]): GeneralRegister[] {
  const all = GENERAL.flatMap((name, i) => {
    const value = numberIn(gpregs, i + 1);
    return value === null ? [] : [{ name, bytes: wordsOf([value], 8) }];
  });
  const first = all.filter(({ name }) => /^r[isb]p$/.test(name));
  return [...first, ...all.filter((one) => !first.includes(one))];
}

function wordsOf(values: readonly bigint[], width: 4 | 8): Uint8Array {
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) {
    if (width === 8) view.setBigUint64(8 * i, value, true);
    else view.setUint32(4 * i, Number(value & 0xffffffffn), true);
  }
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
