/**
 * arch_prctl(2), codes 0x1021 to 0x1025: which xfeatures a process, or the guests of a process,
 * may use. Linux xstate.c fpu_xstate_prctl(), __xstate_request_perm().
 */
import type { Outcome } from "../../check/model.ts";
import type { Configuration } from "../kernel/configuration.ts";
import { within, type Xfeatures } from "../kernel/xfeatures.ts";
import { EBUSY, EINVAL, ENOSPC, EOPNOTSUPP } from "./errno.ts";
import { type Perm, type Process, STRAY_LOCK, STRAY_SUPERVISOR } from "./process.ts";
import { requestPasses } from "./signal.ts";

/** ARCH_GET_XCOMP_SUPP: every user xfeature that can be used or asked for. */
export const supportedXcomp = ({ userMax }: Configuration): Xfeatures => userMax.features;

/** ARCH_GET_XCOMP_PERM and _GUEST_PERM: never a supervisor bit, never the lock. */
export const shownPerm = ({ user }: Configuration, { statePerm }: Perm): Xfeatures =>
  statePerm & user;

/** The permissions a process begins with, its own and its guests'. Linux core.c fpstate_reset(). */
export const defaultPerms = (config: Configuration): { perm: Perm; guestPerm: Perm } => ({
  perm: permOf(config.kernelDefault.features, config.kernelDefault.size, config),
  guestPerm: permOf(config.guestDefault.features, config.guestDefault.size, config),
});

const permOf = (statePerm: Xfeatures, stateSize: number, { userDefault }: Configuration): Perm => ({
  statePerm,
  locked: false,
  stateSize,
  // There is no user default of its own for guests.
  userStateSize: userDefault.size,
});

/** ARCH_REQ_XCOMP_PERM (host) and ARCH_REQ_XCOMP_GUEST_PERM, for xfeature number `feature`. */
export function requestPerm(
  config: Configuration,
  process: Process,
  feature: number,
  who: "host" | "guest",
): Outcome<Process> {
  const refused = (result: number) => ({ state: process, result });
  if (feature >= xfeatureMax(config)) return refused(EINVAL);
  const requested = 1 << feature;
  if (!within(requested, config.dynamic)) return refused(EOPNOTSUPP);
  const before = who === "host" ? process.perm : process.guestPerm;
  // Asked for again, even once locked: nothing to do.
  if (within(requested, before.statePerm)) return refused(0);
  if (before.locked && config.version.requestWhileLocked === "refused") return refused(EBUSY);
  const after = grown(config, before, requested, who);
  if (who === "host") {
    if (!requestPasses(config, process.sasSize, after.userStateSize)) return refused(ENOSPC);
    return { state: { ...process, perm: after }, result: 0 };
  }
  const strayed = process.strayed | strays(config, before);
  return { state: { ...process, guestPerm: after, strayed }, result: 0 };
}

/** A host mask beyond what the version knows is one of a kernel that knows more. */
const xfeatureMax = ({ version, kernelMax }: Configuration): number =>
  Math.max(version.xfeatureMax, 32 - Math.clz32(kernelMax.features));

/** __xstate_request_perm(): `perm` with `requested` in it, as the version computes it. */
function grown(
  { version, user, kernelMax, guestOnly, sizes, kernelSize }: Configuration,
  perm: Perm,
  requested: Xfeatures,
  who: "host" | "guest",
): Perm {
  const mask = perm.statePerm | requested;
  const supervisor = version.hostSizeAdds === "supervisor" ? kernelMax.features & ~user : 0;
  const own = version.guestSizeAdds === "guest only" ? guestOnly : 0;
  return {
    statePerm: { requested, user: mask & user, all: mask }[version.grant],
    // Bit 63 goes the way of every other bit that is no user xfeature.
    locked: perm.locked && version.grant === "all",
    stateSize: kernelSize(mask | (who === "host" ? supervisor : own)),
    userStateSize: sizes.computed(mask & user),
  };
}

/** What reaches a size calculation of a guest request that has no business there. */
const strays = ({ version, user }: Configuration, { statePerm, locked }: Perm): number =>
  (locked ? STRAY_LOCK : 0) |
  (version.userSizeCounts === "all" && !within(statePerm, user) ? STRAY_SUPERVISOR : 0);

/** The guest permission once a vCPU is there: no request changes it any more. */
export const locked = (perm: Perm): Perm => (perm.locked ? perm : { ...perm, locked: true });
