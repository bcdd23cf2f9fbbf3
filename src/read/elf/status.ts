/**
 * A thread as NT_PRSTATUS has it: its pid and its general registers. Linux elfcore.h, user_regs_struct;
 * FreeBSD sys/procfs.h, x86/reg.h.
 */
import type { GeneralRegister } from "../image/saved.ts";

export interface Status {
  readonly pid: number | null;
  readonly general: readonly GeneralRegister[];
}

export type StatusSystem = "Linux" | "FreeBSD";

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
// biome-ignore format: in the order of the structure; what is in brackets is no register
const FREEBSD_WIDE: readonly string[] = [
  "r15", "r14", "r13", "r12", "r11", "r10", "r9", "r8", "rdi", "rsi", "rbp", "rbx", "rdx", "rcx",
  "rax", "(trapno):4", "fs:2", "gs:2", "(err):4", "es:2", "ds:2", "rip", "cs", "eflags", "rsp", "ss",
];
// biome-ignore format: in the order of the structure; what is in brackets is no register
const FREEBSD_NARROW: readonly string[] = [
  "fs", "es", "ds", "edi", "esi", "ebp", "(isp)", "ebx", "edx", "ecx", "eax", "(trapno)", "(err)",
  "eip", "cs", "eflags", "esp", "ss", "gs",
];
/** As a debugger lists them. */
const FIRST = ["rip", "rsp", "rbp", "eip", "esp", "ebp"];

interface Shape {
  readonly pid: number;
  readonly first: number;
  readonly width: 4 | 8;
  /** In their order, with `:bytes` where that is not the width. */
  readonly names: readonly string[];
}

/** By the length of the note: x86-64, x32 and i386 have one each. */
const SHAPES: { readonly [S in StatusSystem]: ReadonlyMap<number, Shape> } = {
  Linux: new Map([
    [336, { pid: 32, first: 112, width: 8, names: WIDE }],
    [296, { pid: 24, first: 72, width: 8, names: WIDE }],
    [144, { pid: 24, first: 72, width: 4, names: NARROW }],
  ]),
  FreeBSD: new Map([
    [224, { pid: 40, first: 48, width: 8, names: FREEBSD_WIDE }],
    [104, { pid: 24, first: 28, width: 4, names: FREEBSD_NARROW }],
  ]),
};

/** Where the pid lies in a note of another length: these beginnings have not changed. */
const PID = { Linux: { 64: 32, 32: 24 }, FreeBSD: { 64: 40, 32: 24 } } as const;

/** What the note says; the pid alone where its length is none of the system. */
export function statusOf(data: DataView, bits: 32 | 64, system: StatusSystem = "Linux"): Status {
  const shape = SHAPES[system].get(data.byteLength);
  const at = shape?.pid ?? PID[system][bits];
  const pid = data.byteLength >= at + 4 ? data.getUint32(at, true) || null : null;
  if (!shape) return { pid, general: [] };
  const general: GeneralRegister[] = [];
  let next = shape.first;
  for (const word of shape.names) {
    const [name = "", own] = word.split(":");
    const size = own === undefined ? shape.width : Number(own);
    if (!name.startsWith("(")) {
      general.push({ name, bytes: new Uint8Array(data.buffer, data.byteOffset + next, size) });
    }
    next += size;
  }
  const rank = ({ name }: GeneralRegister) => (FIRST.includes(name) ? FIRST.indexOf(name) : 99);
  return { pid, general: general.sort((a, b) => rank(a) - rank(b)) };
}
