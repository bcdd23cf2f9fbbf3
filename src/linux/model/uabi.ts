/**
 * The standard-format image that user space sees, from the kernel's compacted buffer and back: what
 * ptrace and KVM copy. Linux xstate.c __copy_xstate_to_uabi_buf(), copy_uabi_to_xstate();
 * regset.c. Checked by test/linux/model/uabi.test.ts on every mask of three processors.
 */

import {
  COMPACTED_FLAG,
  INITIAL_FCW,
  INITIAL_MXCSR,
  MXCSR_OFFSET,
  SOFTWARE_OFFSET,
  ST_OFFSET,
  XCOMP_BV_OFFSET,
  XMM_OFFSET,
  XSTATE_BV_OFFSET,
} from "../../xsave/area.ts";
import { EXTENDED_REGION, isUser, type UserComponent } from "../../xsave/component.ts";
import { layout } from "../../xsave/layout.ts";
import { componentsOf } from "../../xsave/processor.ts";
import type { Configuration } from "../kernel/configuration.ts";
import type { Xfeatures } from "../kernel/xfeatures.ts";
import { EFAULT, EINVAL } from "./errno.ts";

const PKRU = 9;

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const has = (xfeatures: Xfeatures, n: number): boolean => ((xfeatures >> n) & 1) !== 0;

/** An empty kernel buffer for `xfeatures`: compacted, every component in its init state. */
export function emptyBuffer({ sizes }: Configuration, xfeatures: Xfeatures): Uint8Array {
  const buffer = new Uint8Array(sizes.compacted(xfeatures));
  view(buffer).setUint16(0, INITIAL_FCW, true);
  view(buffer).setUint32(MXCSR_OFFSET, INITIAL_MXCSR, true);
  view(buffer).setBigUint64(XCOMP_BV_OFFSET, BigInt(xfeatures) | COMPACTED_FLAG, true);
  return buffer;
}

/** What the header of `buffer` says: in use, and has a place. */
const headerOf = (buffer: Uint8Array): { xstateBv: Xfeatures; xfeatures: Xfeatures } => ({
  xstateBv: Number(view(buffer).getBigUint64(XSTATE_BV_OFFSET, true)),
  xfeatures: Number(view(buffer).getBigUint64(XCOMP_BV_OFFSET, true) & ~COMPACTED_FLAG),
});

/** Where component `n` lies in `buffer`. */
const placeOf = ({ cpu }: Configuration, buffer: Uint8Array, n: number): number =>
  layout(cpu, BigInt(headerOf(buffer).xfeatures), "compacted").components.find(
    ({ bit }) => bit === n,
  )?.offset ?? 0;

/** User components of `xfeatures` in the order this version copies them. */
function copied({ cpu, version }: Configuration, xfeatures: Xfeatures): UserComponent[] {
  const users = componentsOf(cpu, BigInt(xfeatures)).filter(isUser);
  return version.copyOrder === "bit" ? users : users.sort((a, b) => a.offset - b.offset);
}

/**
 * The standard image of `buffer`, `length` bytes: components of `userXfeatures` and `mask` that
 * are in use, all else zero or init.
 *
 * @param pkru the thread's own PKRU, which is never read from the buffer.
 */
export function toUabi(
  config: Configuration,
  buffer: Uint8Array,
  userXfeatures: Xfeatures,
  mask: Xfeatures,
  length: number,
  pkru = 0,
): Uint8Array {
  const image = new Uint8Array(length);
  const { xstateBv, xfeatures } = headerOf(buffer);
  const shown = xstateBv & userXfeatures & mask;
  const legacy = view(image);
  legacy.setUint16(0, INITIAL_FCW, true);
  if (has(shown, 0)) image.set(buffer.subarray(0, XMM_OFFSET));
  if (has(shown, 1)) image.set(buffer.subarray(XMM_OFFSET, XMM_OFFSET + 256), XMM_OFFSET);
  // MXCSR belongs to SSE and AVX; x87 alone leaves it in its init state.
  const mxcsr = (shown & 0x6) !== 0 ? view(buffer).getUint32(MXCSR_OFFSET, true) : INITIAL_MXCSR;
  legacy.setUint32(MXCSR_OFFSET, mxcsr, true);
  legacy.setBigUint64(SOFTWARE_OFFSET, BigInt(config.userMax.features), true);
  legacy.setBigUint64(XSTATE_BV_OFFSET, BigInt(shown), true);
  let end = EXTENDED_REGION;
  for (const component of copied(config, shown & xfeatures & ~0x3)) {
    const { bit, offset, size } = component;
    // In bit order APX lies behind what was just written: the gap before it is below zero, so the
    // rest of the image is zeroed and APX is lost (cbe8e4dab16c, 6.16).
    if (offset < end) return image;
    const from = placeOf(config, buffer, bit);
    if (bit === PKRU) legacy.setUint32(offset, pkru, true);
    else image.set(buffer.subarray(from, from + size), offset);
    end = offset + size;
  }
  return image;
}

/**
 * `buffer` with the registers of the standard `image`; supervisor state stays.
 *
 * @returns the new buffer, or -EINVAL for a header or an MXCSR that no XRSTOR takes.
 */
export function fromUabi(
  config: Configuration,
  buffer: Uint8Array,
  userXfeatures: Xfeatures,
  image: Uint8Array,
): Uint8Array | number {
  const header = view(image);
  const xstateBv = header.getBigUint64(XSTATE_BV_OFFSET, true);
  if ((xstateBv & ~BigInt(userXfeatures)) !== 0n) return EINVAL;
  // Stricter than hardware, which does not look at the last 40 bytes.
  if (image.subarray(XCOMP_BV_OFFSET, EXTENDED_REGION).some((byte) => byte !== 0)) return EINVAL;
  const given = Number(xstateBv);
  const mxcsr = header.getUint32(MXCSR_OFFSET, true);
  if ((given & 0x7) !== 0 && mxcsr > 0xffff) return EINVAL;
  const next = buffer.slice();
  const { xstateBv: before } = headerOf(buffer);
  if (has(given, 0)) next.set(image.subarray(0, MXCSR_OFFSET));
  if (has(given, 0)) next.set(image.subarray(ST_OFFSET, XMM_OFFSET), ST_OFFSET);
  if (has(given, 1)) next.set(image.subarray(XMM_OFFSET, XMM_OFFSET + 256), XMM_OFFSET);
  if ((given & 0x7) !== 0) view(next).setUint32(MXCSR_OFFSET, mxcsr, true);
  for (const { bit, offset, size } of copied(config, given & ~0x3)) {
    next.set(image.subarray(offset, offset + size), placeOf(config, buffer, bit));
  }
  const kept = before & ~config.user;
  view(next).setBigUint64(XSTATE_BV_OFFSET, BigInt(kept | given), true);
  return next;
}

/** Bytes of the NT_X86_XSTATE register set: the maximum for every task, permitted or not. */
export const regsetSize = ({ userMax }: Configuration): number => userMax.size;

/** PTRACE_SETREGSET of NT_X86_XSTATE: any other length is -EFAULT. */
export const setRegset = (
  config: Configuration,
  buffer: Uint8Array,
  userXfeatures: Xfeatures,
  image: Uint8Array,
): Uint8Array | number =>
  image.length === regsetSize(config) ? fromUabi(config, buffer, userXfeatures, image) : EFAULT;

/** The NT_X86_XSAVE_LAYOUT note (6.12): type, size, offset of each user component, flags 0. */
export const layoutNote = ({ cpu, userMax }: Configuration): [number, number, number, number][] =>
  componentsOf(cpu, BigInt(userMax.features))
    .filter(isUser)
    .map(({ bit, size, offset }) => [bit, size, offset, 0]);
