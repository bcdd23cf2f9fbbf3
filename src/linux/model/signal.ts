/**
 * The signal frame: AT_MINSIGSTKSZ, and which alternate stacks two checks accept. Linux signal.c
 * get_sigframe_size(), sigaltstack_size_valid(); xstate.c validate_sigaltstack(). The bytes of a
 * frame are those of rules/frame.ts; the sizes of five boot logs are held in test/linux.
 */
import {
  behindImage,
  fxsaveSigframeSize,
  MAGIC2,
  type SigframeKind,
  sigframeSize,
} from "../../rules/frame.ts";
import type { Configuration } from "../kernel/configuration.ts";
import { within, type Xfeatures } from "../kernel/xfeatures.ts";
import type { Perm } from "./process.ts";

/** Bytes of the smallest stack that sigaltstack(2) takes. */
export const MINSIGSTKSZ = 2048;

/** Bytes of the largest signal frame of any task: AT_MINSIGSTKSZ of the auxiliary vector. */
export const minSigStkSz = (
  { userMax, xsave, sigframe }: Configuration,
  kind: SigframeKind = sigframe,
): number => (xsave === "on" ? sigframeSize(userMax.size, kind) : fxsaveSigframeSize(kind));

/** Bytes that a task's frame takes for the XSAVE image: `extended_size` in sw_reserved. */
export const extendedSize = (userSize: number): number => userSize + MAGIC2;

/** Bytes that the request check asks of every registered stack, for a user size of `userSize`. */
export const requestFrame = (config: Configuration, userSize: number): number =>
  minSigStkSz(config) - config.userMax.size + userSize;

/** True if a request that makes the user size `userSize` passes the stacks there are (-ENOSPC). */
export const requestPasses = (config: Configuration, sasSize: number, userSize: number): boolean =>
  sasSize === 0 || sasSize >= requestFrame(config, userSize);

/**
 * Bytes of the smallest stack that sigaltstack(2) takes for a user size of `userSize`: it takes
 * MAGIC2 and the FSAVE header off, which the request check does not, and asks for one more.
 */
export const smallestStack = (config: Configuration, userSize: number): number =>
  requestFrame(config, userSize) - behindImage(config.sigframe) + 1;

/** True if sigaltstack(2) takes a stack of `sasSize` bytes from a process with `perm` (-ENOMEM). */
export function stackPasses(config: Configuration, sasSize: number, perm: Perm): boolean {
  if (sasSize < MINSIGSTKSZ) return false;
  if (config.dynamic === 0 || within(config.dynamic, ~perm.statePerm)) return true;
  return sasSize >= smallestStack(config, perm.userStateSize);
}

/** The stack that shows the difference: one byte short for a request of every dynamic xfeature. */
export function contestedStack(config: Configuration): number {
  const { userDefault, dynamic, sizes } = config;
  const all: Xfeatures = userDefault.features | dynamic;
  return requestFrame(config, sizes.computed(all)) - 1;
}
