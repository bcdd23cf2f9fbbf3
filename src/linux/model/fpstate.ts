/**
 * The buffer of a thread, and what fork, clone and exec do to it and to permissions. Linux core.c
 * fpstate_reset(), fpu_clone(); xstate.c __xfd_enable_feature(), fpstate_realloc().
 *
 * Suspected, not confirmed: exec points back to the embedded buffer and frees no grown one. It
 * follows from reading 6.12.117 and needs an AMX host to see (vmallocinfo).
 */
import type { Outcome } from "../../check/model.ts";
import type { Configuration } from "../kernel/configuration.ts";
import { within, type Xfeatures } from "../kernel/xfeatures.ts";
import { SIGILL, SIGSEGV } from "./errno.ts";
import { defaultPerms } from "./perm.ts";
import type { Fpstate, Process } from "./process.ts";

/** Bytes of the structure before the registers: what is allocated is this and the size. */
export const FPSTATE_HEADER = 64;

/** fpstate_reset(): the embedded buffer, every dynamic xfeature armed in IA32_XFD. */
export const resetFpstate = ({ kernelDefault, userDefault, dynamic }: Configuration): Fpstate => ({
  xfeatures: kernelDefault.features,
  size: kernelDefault.size,
  userXfeatures: userDefault.features,
  userSize: userDefault.size,
  xfd: dynamic,
});

/** A process right after boot: default permissions, the embedded buffer, no vCPU. */
export const initialProcess = (config: Configuration): Process => ({
  ...defaultPerms(config),
  thread: resetFpstate(config),
  sasSize: 0,
  vcpu: null,
  ownVcpu: false,
  strayed: 0,
  stranded: 0,
});

/**
 * fpstate_realloc(): a larger, zeroed buffer that also holds `xfeatures`. No byte of the old one
 * is copied: what is live is in registers and saved there later, what is not is gone.
 */
export const realloc = <T extends Fpstate>(
  fpstate: T,
  xfeatures: Xfeatures,
  size: number,
  userSize: number,
): T => ({
  ...fpstate,
  xfeatures: fpstate.xfeatures | xfeatures,
  size,
  userXfeatures: fpstate.userXfeatures | xfeatures,
  userSize,
  xfd: fpstate.xfd & ~xfeatures,
});

/** #NM: the thread uses xfeature number `feature`, armed in IA32_XFD. */
export function xfdFault(
  config: Configuration,
  process: Process,
  feature: number,
  allocates: boolean,
): Outcome<Process> {
  const { perm, thread } = process;
  const event = (1 << feature) & config.dynamic & thread.xfd;
  if (event === 0) return { state: process, result: 0 };
  if (!within(event, perm.statePerm)) return { state: process, result: SIGILL };
  if (!allocates) return { state: process, result: SIGSEGV };
  const grown = realloc(thread, event, perm.stateSize, perm.userStateSize);
  return { state: { ...process, thread: grown }, result: 0 };
}

/** Permissions are copied, the lock too, only where some xfeature is dynamic at all. */
const inheritedPerms = (config: Configuration, { perm, guestPerm }: Process) =>
  config.dynamic === 0 ? defaultPerms(config) : { perm, guestPerm };

/** fork(2), going on as the child: a default buffer, copied permissions, -EIO from any vCPU. */
export const fork = (config: Configuration, process: Process): Process => ({
  ...process,
  ...inheritedPerms(config, process),
  thread: resetFpstate(config),
  vcpu: null,
  ownVcpu: false,
});

/** clone(2) with CLONE_VM, no CLONE_THREAD, going on as the child: it may use the vCPU. */
export const clone = (config: Configuration, process: Process): Process => ({
  ...process,
  ...inheritedPerms(config, process),
  thread: resetFpstate(config),
  sasSize: 0,
  ownVcpu: false,
});

/** execve(2): everything back to the defaults, unlocked; the vCPU is closed or another mm's. */
export function exec(config: Configuration, process: Process): Process {
  const embedded = resetFpstate(config);
  const { xfeatures, size } = process.thread;
  const leak = xfeatures === embedded.xfeatures ? 0 : FPSTATE_HEADER + size;
  return { ...initialProcess(config), stranded: process.stranded + leak };
}
