/** Minidumps of x86-64 made from values, by the public headers: minidumpapiset.h, winnt.h. */
import type { Part } from "./images.ts";

export interface MinidumpThread {
  readonly id: number;
  readonly rip: bigint;
  readonly rsp: bigint;
  /** A whole XSAVE area: its legacy region becomes FltSave, the rest CONTEXT_EX.XState. */
  readonly area: Uint8Array;
  /** Without it: CONTEXT alone. */
  readonly extended: boolean;
}

function contextOf({ rip, rsp, area, extended }: MinidumpThread): Uint8Array {
  const state = extended ? area.length - 512 : 0;
  // CONTEXT_EX of 32 bytes, XState aligned to 64.
  const at = 1280;
  const bytes = new Uint8Array(extended ? at + state : 1232);
  const view = new DataView(bytes.buffer);
  view.setUint32(48, extended ? 0x10005f : 0x10001f, true);
  view.setBigUint64(0xf8, rip, true);
  view.setBigUint64(0x98, rsp, true);
  bytes.set(area.subarray(0, 512), 256);
  if (!extended) return bytes;
  view.setInt32(1232 + 8, -1232, true);
  view.setUint32(1232 + 12, 1232, true);
  view.setInt32(1232 + 16, at - 1232, true);
  view.setUint32(1232 + 20, state, true);
  bytes.set(area.subarray(512), at);
  return bytes;
}

/** The streams 7, 15 and 3, then the contexts. */
export function minidump(
  threads: readonly MinidumpThread[],
  features: bigint,
  parts: readonly Part[],
  architecture = 9,
): Uint8Array {
  const contexts = threads.map(contextOf);
  const [system, misc, list] = [32 + 36, 32 + 36 + 56, 32 + 36 + 56 + 1364];
  const size = 4 + 48 * threads.length;
  let end = Math.ceil((list + size) / 16) * 16;
  const places = contexts.map(({ length }) => {
    end += length;
    return end - length;
  });
  const bytes = new Uint8Array(end);
  const view = new DataView(bytes.buffer);
  const word = (at: number, value: number) => view.setUint32(at, value, true);
  bytes.set([0x4d, 0x44, 0x4d, 0x50, 0x93, 0xa7]);
  word(8, 3);
  word(12, 32);
  for (const [i, [type, length, rva]] of [
    [7, 56, system],
    [15, 1364, misc],
    [3, size, list],
  ].entries()) {
    word(32 + 12 * i, type ?? 0);
    word(36 + 12 * i, length ?? 0);
    word(40 + 12 * i, rva ?? 0);
  }
  view.setUint16(system, architecture, true);
  word(misc, 1364);
  word(misc + 832, 528);
  view.setBigUint64(misc + 840, features, true);
  for (const { bit, offset, size: length } of parts) {
    word(misc + 848 + 8 * bit, offset);
    word(misc + 852 + 8 * bit, length);
  }
  word(list, threads.length);
  for (const [i, { id }] of threads.entries()) {
    word(list + 4 + 48 * i, id);
    word(list + 44 + 48 * i, contexts[i]?.length ?? 0);
    word(list + 48 + 48 * i, places[i] ?? 0);
    bytes.set(contexts[i] ?? [], places[i] ?? 0);
  }
  return bytes;
}
