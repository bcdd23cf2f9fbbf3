/** A thread as NT_PRSTATUS has it: its pid and its general registers. Linux elfcore.h, user_regs_struct. */
import type { GeneralRegister } from "../image/saved.ts";

export interface Status {
  readonly pid: number | null;
  readonly general: readonly GeneralRegister[];
}

// biome-ignore format: in the order of the structure
const WIDE: readonly string[] = [
  "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi",
  "rdi", "orig_rax", "rip", "cs", "eflags", "rsp", "ss", "fs_base", "gs_base", "ds", "es", "fs", "gs",
];
// biome-ignore format: in the order of the structure
const NARROW: readonly string[] = [
  "ebx", "ecx", "edx", "esi", "edi", "ebp", "eax", "ds", "es", "fs", "gs", "orig_eax", "eip", "cs",
  "eflags", "esp", "ss",
];
/** As a debugger lists them. */
const FIRST = ["rip", "rsp", "rbp", "eip", "esp", "ebp"];

interface Shape {
  readonly pid: number;
  readonly first: number;
  readonly width: 4 | 8;
  readonly names: readonly string[];
}

/** By the length of the note: x86-64, x32 and i386 have one each. */
const SHAPES: ReadonlyMap<number, Shape> = new Map([
  [336, { pid: 32, first: 112, width: 8, names: WIDE }],
  [296, { pid: 24, first: 72, width: 8, names: WIDE }],
  [144, { pid: 24, first: 72, width: 4, names: NARROW }],
]);

/** What the note says; the pid alone where its length is none of Linux. */
export function statusOf(data: DataView, bits: 32 | 64): Status {
  const shape = SHAPES.get(data.byteLength);
  const at = shape?.pid ?? (bits === 64 ? 32 : 24);
  const pid = data.byteLength >= at + 4 ? data.getUint32(at, true) || null : null;
  if (!shape) return { pid, general: [] };
  const { first, width, names } = shape;
  const general = names.map((name, i) => ({
    name,
    bytes: new Uint8Array(data.buffer, data.byteOffset + first + i * width, width),
  }));
  const rank = ({ name }: GeneralRegister) => (FIRST.includes(name) ? FIRST.indexOf(name) : 99);
  return { pid, general: general.sort((a, b) => rank(a) - rank(b)) };
}
