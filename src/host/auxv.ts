/** AT_MINSIGSTKSZ of this process, from /proc/self/auxv: pairs of 64-bit words, type and value. */
import { readFileSync } from "node:fs";

const AT_MINSIGSTKSZ = 51n;

/** The value in an auxiliary vector; null where it has none (Linux before 5.14). */
export function minimumStackIn(auxv: Uint8Array): number | null {
  const view = new DataView(auxv.buffer, auxv.byteOffset, auxv.byteLength);
  for (let at = 0; at + 16 <= view.byteLength; at += 16) {
    if (view.getBigUint64(at, true) === AT_MINSIGSTKSZ) {
      return Number(view.getBigUint64(at + 8, true));
    }
  }
  return null;
}

/** That of this process; null where the system has no such file. */
export function minimumStack(): number | null {
  try {
    return minimumStackIn(readFileSync("/proc/self/auxv"));
  } catch {
    return null;
  }
}
