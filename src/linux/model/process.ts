/**
 * The state of the model: one process, its permissions, one thread, at most one vCPU. Every
 * operation makes a new one; what it does not touch is shared.
 */
import type { Xfeatures } from "../kernel/xfeatures.ts";

/** `struct fpu_state_perm` of the thread group leader, the only authoritative copy. */
export interface Perm {
  /** `__state_perm` without bit 63. */
  readonly statePerm: Xfeatures;
  /** FPU_GUEST_PERM_LOCKED, bit 63 of `__state_perm`: set by the first vCPU. Guests only. */
  readonly locked: boolean;
  /** `__state_size`: bytes of a kernel buffer for all that is permitted. */
  readonly stateSize: number;
  /** `__user_state_size`: bytes of the standard image of it. */
  readonly userStateSize: number;
}

/** `struct fpstate` of a thread. */
export interface Fpstate {
  readonly xfeatures: Xfeatures;
  /** Bytes of the kernel buffer; 64 more are allocated for the header of the structure. */
  readonly size: number;
  readonly userXfeatures: Xfeatures;
  /** Bytes of the standard image. */
  readonly userSize: number;
  /** Armed in IA32_XFD: first use faults. */
  readonly xfd: Xfeatures;
}

/** `struct fpu_guest` and what KVM keeps of XSAVE beside it. */
export interface Vcpu extends Fpstate {
  /** `uabi_size`: bytes that KVM_GET_XSAVE2 writes and KVM_SET_XSAVE reads. */
  readonly uabiSize: number;
  /** 0DH.0:EDX:EAX of the last KVM_SET_CPUID2; null before the first. */
  readonly cpuid: Xfeatures | null;
  /** `guest_supported_xcr0`: what of it the host supports. */
  readonly supportedXcr0: Xfeatures;
  /** The guest was entered once: from now on only the same CPUID passes. */
  readonly ran: boolean;
  readonly xcr0: Xfeatures;
  readonly xss: Xfeatures;
  /** XSTATE_BV of the guest's registers in memory. */
  readonly xstateBv: Xfeatures;
  /** KVM_SET_XSAVE wrote registers that a later call threw away. */
  readonly lost: boolean;
}

/**
 * What an operation touches and a property reads: what the process may use itself (perm, thread,
 * sasSize), or what its guests may (guestPerm, vcpu, ownVcpu, strayed). The search goes by it.
 */
export type ProcessPart = "own" | "guest";

export interface Process {
  readonly perm: Perm;
  readonly guestPerm: Perm;
  readonly thread: Fpstate;
  /** Bytes of the alternate signal stack; 0 where there is none. */
  readonly sasSize: number;
  readonly vcpu: Vcpu | null;
  /** This very process created a vCPU, and did not inherit the lock of one. */
  readonly ownVcpu: boolean;
  /** Bits that reached a size calculation and must not: 1 the lock (bit 63), 2 a supervisor xfeature in a user size. */
  readonly strayed: number;
  /** Bytes of grown thread buffers that nothing frees any more (suspected, see fpstate.ts). */
  readonly stranded: number;
}

export const STRAY_LOCK = 1;
export const STRAY_SUPERVISOR = 2;

/**
 * The same for two processes if and only if they are equal by value. Left out is what follows from
 * the rest: no host permission is ever locked, and userXfeatures is the user part of xfeatures.
 */
export function keyOf({ perm, guestPerm, thread, sasSize, vcpu, ...rest }: Process): string {
  return `${perm.statePerm},${perm.stateSize},${perm.userStateSize};${guestPerm.statePerm},${guestPerm.locked},${guestPerm.stateSize},${guestPerm.userStateSize};${thread.xfeatures},${thread.size},${thread.userSize},${thread.xfd};${sasSize},${rest.ownVcpu},${rest.strayed},${rest.stranded};${vcpu === null ? "" : vcpuKeyOf(vcpu)}`;
}

const vcpuKeyOf = (vcpu: Vcpu): string =>
  `${vcpu.xfeatures},${vcpu.size},${vcpu.userXfeatures},${vcpu.userSize},${vcpu.xfd},${vcpu.uabiSize},${vcpu.cpuid},${vcpu.supportedXcr0},${vcpu.ran},${vcpu.xcr0},${vcpu.xss},${vcpu.xstateBv},${vcpu.lost}`;

const mix = (hash: number, value: number): number =>
  Math.imul(hash ^ value, 0x9e3779b1) ^ (hash >>> 15);

const flag = (value: boolean): number => (value ? 1 : 0);

const permHash = (hash: number, perm: Perm): number =>
  mix(
    mix(mix(hash, perm.statePerm), perm.stateSize),
    perm.userStateSize ^ (flag(perm.locked) << 31),
  );

const fpstateHash = (hash: number, fpstate: Fpstate): number =>
  mix(mix(mix(mix(hash, fpstate.xfeatures), fpstate.size), fpstate.userSize), fpstate.xfd);

/** 32 bits that are the same for processes of one key. */
export function hashOf({ perm, guestPerm, thread, sasSize, vcpu, ...rest }: Process): number {
  const own = mix(fpstateHash(permHash(permHash(0, perm), guestPerm), thread), sasSize);
  const whole = mix(mix(own, rest.strayed * 2 + flag(rest.ownVcpu)), rest.stranded);
  return vcpu === null ? whole : vcpuHash(whole, vcpu);
}

function vcpuHash(from: number, vcpu: Vcpu): number {
  const hash = mix(mix(fpstateHash(from, vcpu), vcpu.userXfeatures), vcpu.uabiSize);
  const guest = mix(mix(mix(hash, vcpu.cpuid ?? -1), vcpu.supportedXcr0), vcpu.xcr0);
  return mix(mix(guest, vcpu.xss), vcpu.xstateBv * 4 + flag(vcpu.ran) * 2 + flag(vcpu.lost));
}

/** True for processes of one key, field by field; what they share is seen at once. */
export const equalProcesses = (a: Process, b: Process): boolean =>
  equalPerms(a.guestPerm, b.guestPerm) &&
  equalPerms(a.perm, b.perm) &&
  equalVcpus(a.vcpu, b.vcpu) &&
  equalFpstates(a.thread, b.thread) &&
  a.sasSize === b.sasSize &&
  a.ownVcpu === b.ownVcpu &&
  a.strayed === b.strayed &&
  a.stranded === b.stranded;

const equalPerms = (a: Perm, b: Perm): boolean =>
  a === b ||
  (a.statePerm === b.statePerm &&
    a.locked === b.locked &&
    a.stateSize === b.stateSize &&
    a.userStateSize === b.userStateSize);

const equalFpstates = (a: Fpstate, b: Fpstate): boolean =>
  a === b ||
  (a.xfeatures === b.xfeatures &&
    a.size === b.size &&
    a.userXfeatures === b.userXfeatures &&
    a.userSize === b.userSize &&
    a.xfd === b.xfd);

const equalVcpus = (a: Vcpu | null, b: Vcpu | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    equalFpstates(a, b) &&
    a.uabiSize === b.uabiSize &&
    a.cpuid === b.cpuid &&
    a.supportedXcr0 === b.supportedXcr0 &&
    a.ran === b.ran &&
    a.xcr0 === b.xcr0 &&
    a.xss === b.xss &&
    a.xstateBv === b.xstateBv &&
    a.lost === b.lost);
