/**
 * What a note of a core file holds, by the system that wrote it. Linux elf.h; FreeBSD sys/elf_common.h;
 * OpenBSD sys/exec_elf.h; NetBSD, whose notes are numbered as its ptrace requests (amd64/ptrace.h).
 */
import { LEGACY_REGION } from "../../xsave/component.ts";
import type { Note } from "./notes.ts";

const NT_PRSTATUS = 1;
const NT_FPREGSET = 2;
const NT_X86_XSTATE = 0x202;
/** FXSAVE of a 32-bit process. */
const NT_PRXFPREG = 0x46e62b7f;
const NT_OPENBSD_FPREGS = 21;
const NT_OPENBSD_XFPREGS = 22;
/** PT_GETFPREGS: 3 behind the first request that belongs to a machine. */
const NT_NETBSD_FPREGS = 35;

/** The FXSAVE images by the owner of the note and its type. */
const FXSAVE: readonly (readonly [owner: RegExp, types: readonly number[]])[] = [
  [/^(?:CORE|FreeBSD)$/, [NT_FPREGSET]],
  [/^LINUX$/, [NT_PRXFPREG]],
  [/^OpenBSD/, [NT_OPENBSD_FPREGS, NT_OPENBSD_XFPREGS]],
  [/^NetBSD-CORE@/, [NT_NETBSD_FPREGS]],
];

/** True where the kernel writes NT_X86_XSTATE under that name. */
export const isOfXsave = (owner: string): boolean => owner === "LINUX" || owner === "FreeBSD";

export type NoteKind = "status" | "xsave" | "fxsave";

export function noteKind({ owner, type, data }: Note): NoteKind | null {
  if (type === NT_PRSTATUS && (owner === "CORE" || owner === "FreeBSD")) return "status";
  if (type === NT_X86_XSTATE && isOfXsave(owner)) return "xsave";
  const fxsave = FXSAVE.some(([name, types]) => name.test(owner) && types.includes(type));
  return fxsave && data.byteLength === LEGACY_REGION ? "fxsave" : null;
}

/** 108 bytes of Linux, 176 of FreeBSD with the room behind them: what FSAVE writes. */
export const isFsave = ({ owner, type, data }: Note): boolean =>
  type === NT_FPREGSET &&
  ((owner === "CORE" && data.byteLength === 108) ||
    (owner === "FreeBSD" && data.byteLength === 176));

/** The thread that is named in the owner, as OpenBSD and NetBSD do; else null. */
export function threadIn(owner: string): number | null {
  const [, id] = /^(?:OpenBSD|NetBSD-CORE)@(\d{1,10})$/.exec(owner) ?? [];
  return id === undefined ? null : Number(id);
}
