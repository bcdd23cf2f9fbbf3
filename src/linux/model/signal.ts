/**
 * The signal frame: AT_MINSIGSTKSZ, and which alternate stacks two checks accept. Linux signal.c
 * get_sigframe_size(), sigaltstack_size_valid(); xstate.c validate_sigaltstack(). 64-bit kernels
 * with IA32 emulation; the sizes of five boot logs are held in test/linux.
 */
import type { Configuration } from "../kernel/configuration.ts";
import { within, type Xfeatures } from "../kernel/xfeatures.ts";
import type { Perm } from "./process.ts";

/** Bytes of MAGIC2, behind the XSAVE image. */
const MAGIC2 = 4;
/** Bytes of the FSAVE header in a 32-bit frame. */
const FSAVE = 112;
/** Bytes of the frame beside the image: sigframe_ia32 (736), MAGIC2, FSAVE, alignment (15, 63). */
const AROUND_IMAGE = 736 + 15 + MAGIC2 + FSAVE + 63;
/** Bytes of the smallest stack that sigaltstack(2) takes. */
export const MINSIGSTKSZ = 2048;

/** Bytes of the largest signal frame of any task: AT_MINSIGSTKSZ of the auxiliary vector. */
export const minSigStkSz = ({ userMax }: Configuration): number =>
  Math.ceil((userMax.size + AROUND_IMAGE) / 16) * 16;

/** Bytes that a task's frame takes for the XSAVE image: `extended_size` in sw_reserved. */
export const extendedSize = (userSize: number): number => userSize + MAGIC2;

/** Bytes that the request check asks of every registered stack, for a user size of `userSize`. */
export const requestFrame = (config: Configuration, userSize: number): number =>
  minSigStkSz(config) - config.userMax.size + userSize;

/** True if a request that makes the user size `userSize` passes the stacks there are (-ENOSPC). */
export const requestPasses = (config: Configuration, sasSize: number, userSize: number): boolean =>
  sasSize === 0 || sasSize >= requestFrame(config, userSize);

/** True if sigaltstack(2) takes a stack of `sasSize` bytes from a process with `perm` (-ENOMEM). */
export function stackPasses(config: Configuration, sasSize: number, perm: Perm): boolean {
  if (sasSize < MINSIGSTKSZ) return false;
  if (config.dynamic === 0 || within(config.dynamic, ~perm.statePerm)) return true;
  // It takes MAGIC2 and the FSAVE header off, and the request check does not: 116 bytes apart.
  return sasSize > requestFrame(config, perm.userStateSize) - MAGIC2 - FSAVE;
}

/** The stack that shows the difference: one byte short for a request of every dynamic xfeature. */
export function contestedStack(config: Configuration): number {
  const { userDefault, dynamic, sizes } = config;
  const all: Xfeatures = userDefault.features | dynamic;
  return requestFrame(config, sizes.computed(all)) - 1;
}
