/**
 * A vCPU: its buffer, its CPUID, XCR0, and the ioctls that move its registers. Linux KVM x86.c,
 * cpuid.c; core.c fpu_alloc_guest_fpstate(), fpu_enable_guest_xfd_features().
 */
import type { Outcome } from "../../check/model.ts";
import { PAGE } from "../../xsave/area.ts";
import type { Configuration } from "../kernel/configuration.ts";
import {
  FP_SSE,
  KVM_USER_XFEATURES,
  LINUX_XFEATURES,
  within,
  type Xfeatures,
  XTILE_DATA,
} from "../kernel/xfeatures.ts";
import { EFAULT, EINVAL, ENOMEM, EPERM } from "./errno.ts";
import { FPSTATE_HEADER, realloc } from "./fpstate.ts";
import { locked } from "./perm.ts";
import type { Process, Vcpu } from "./process.ts";
import { isLegalXcr0 } from "./xcr0.ts";

/** Bytes of `struct kvm_xsave` without its tail: all that KVM_GET_XSAVE can return. */
export const KVM_XSAVE = PAGE;

/** A vCPU right after KVM_CREATE_VCPU. */
export const newVcpu = ({ vcpuDefault, userDefault }: Configuration): Vcpu => ({
  xfeatures: vcpuDefault.features,
  size: vcpuDefault.size,
  userXfeatures: userDefault.features,
  userSize: userDefault.size,
  // No default was ever over 4,096 bytes; core.c warns and takes the larger (c60427dd50ba).
  uabiSize: Math.max(KVM_XSAVE, userDefault.size),
  xfd: 0,
  cpuid: null,
  supportedXcr0: 0,
  ran: false,
  xcr0: 1,
  xss: 0,
  xstateBv: 0,
  lost: false,
});

/** Bytes of memory behind a new vCPU's buffer, which up to 6.14 is not what its size says. */
export const vcpuMemory = ({ version, userDefault, vcpuDefault }: Configuration): number =>
  FPSTATE_HEADER + (version.guestMemory === "user default" ? userDefault.size : vcpuDefault.size);

/** Where KVM_CREATE_VCPU fails: at its id, for want of a buffer, or after it had one and locked. */
export type CreateFailure = "none" | "bad id" | "no buffer" | "later";

/** KVM_CREATE_VCPU: a default buffer, and no more requests. */
export function createVcpu(
  config: Configuration,
  process: Process,
  failure: CreateFailure = "none",
): Outcome<Process> {
  // The id is looked at before anything else: nothing is locked (live, emulated).
  if (failure === "bad id") return { state: process, result: EINVAL };
  if (failure === "no buffer") return { state: process, result: ENOMEM };
  const guestPerm = locked(process.guestPerm);
  if (failure === "later") return { state: { ...process, guestPerm }, result: ENOMEM };
  return { state: { ...process, guestPerm, vcpu: newVcpu(config), ownVcpu: true }, result: 0 };
}

/**
 * fpu_enable_guest_xfd_features(): a buffer that also holds the dynamic part of `xfeatures`.
 *
 * @returns the vCPU, the very same if nothing is missing, or a negative error.
 */
export function enableXfdFeatures(
  config: Configuration,
  { guestPerm }: Process,
  vcpu: Vcpu,
  xfeatures: Xfeatures,
  allocates = true,
): Vcpu | number {
  // Whatever is not dynamic is no concern of this function: it succeeds and does nothing.
  // Its mask is a constant of the source: XTILEDATA counts where the host lacks it, too.
  const missing = xfeatures & (config.dynamic | XTILE_DATA) & ~vcpu.xfeatures;
  if (missing === 0) return vcpu;
  const { sizes, kernelSize, version, user } = config;
  const byCpuid = version.vcpuSizedBy === "cpuid";
  if (!within(missing, byCpuid ? config.dynamic : guestPerm.statePerm)) return EPERM;
  if (!allocates) return EFAULT;
  const size = byCpuid ? kernelSize(vcpu.xfeatures | missing) : guestPerm.stateSize;
  const userSize = byCpuid
    ? sizes.computed((vcpu.userXfeatures | missing) & user)
    : guestPerm.userStateSize;
  return {
    ...realloc(vcpu, missing, size, userSize),
    uabiSize: userSize,
    xstateBv: 0,
    lost: vcpu.lost || vcpu.xstateBv !== 0,
  };
}

/**
 * KVM_SET_CPUID2 with `cpuid` in 0DH.0:EDX:EAX: after the first entry the same passes, where the
 * version compares at all; no other.
 */
export function setCpuid(
  config: Configuration,
  process: Process,
  vcpu: Vcpu,
  cpuid: Xfeatures,
  allocates = true,
): Outcome<Process> {
  if (vcpu.ran) {
    const passes = vcpu.cpuid === cpuid && config.version.equalCpuidAfterRun === "accepted";
    return { state: process, result: passes ? 0 : EINVAL };
  }
  const enabled = enableXfdFeatures(config, process, vcpu, cpuid, allocates);
  if (typeof enabled === "number") return { state: process, result: enabled };
  if (enabled === vcpu && vcpu.cpuid === cpuid) return { state: process, result: 0 };
  // XCR0 stays as it is, even where the new CPUID no longer supports it.
  const supportedXcr0 = cpuid & supportedByHost(config);
  return { state: { ...process, vcpu: { ...enabled, cpuid, supportedXcr0 } }, result: 0 };
}

/** kvm_caps.supported_xcr0: the user xfeatures of the host that KVM virtualises. */
export const supportedByHost = ({ userMax }: Configuration): Xfeatures =>
  // What no Linux knows is a thought experiment, whose KVM shall know it.
  userMax.features & (KVM_USER_XFEATURES | ~LINUX_XFEATURES);

/** KVM_SET_XCRS, or XSETBV in the guest, with `xcr0`. */
export function setXcr0(process: Process, vcpu: Vcpu, xcr0: Xfeatures): Outcome<Process> {
  const valid = within(xcr0, vcpu.supportedXcr0 | 1) && isLegalXcr0(xcr0);
  if (!valid) return { state: process, result: EINVAL };
  if (xcr0 === vcpu.xcr0) return { state: process, result: 0 };
  return { state: { ...process, vcpu: { ...vcpu, xcr0 } }, result: 0 };
}

/** KVM_SET_XSAVE with `xstateBv` in the header: anything the buffer holds, whatever CPUID says. */
export function setXsave(
  config: Configuration,
  process: Process,
  vcpu: Vcpu,
  xstateBv: Xfeatures,
): Outcome<Process> {
  // Bits armed in IA32_XFD are cleared first (b45f72177594), where the version has it.
  const kept = config.version.xfdInXsave === "cleared" ? xstateBv & ~vcpu.xfd : xstateBv;
  const valid = within(kept, supportedByHost(config) | FP_SSE) && within(kept, vcpu.userXfeatures);
  if (!valid) return { state: process, result: EINVAL };
  if (kept === vcpu.xstateBv && !vcpu.lost) return { state: process, result: 0 };
  return { state: { ...process, vcpu: { ...vcpu, xstateBv: kept, lost: false } }, result: 0 };
}

/** KVM_GET_XSAVE: 4,096 bytes, or -EINVAL where the image is larger. KVM_GET_XSAVE2 never is. */
export const getXsave = ({ uabiSize }: Vcpu): number => (uabiSize > KVM_XSAVE ? EINVAL : KVM_XSAVE);

/** KVM_GET_XSAVE2: XSTATE_BV as it is written out; x87 and SSE always, the rest as CPUID allows. */
export const shownXstateBv = ({ xstateBv, supportedXcr0 }: Vcpu): Xfeatures =>
  xstateBv & (supportedXcr0 | FP_SSE);

/** KVM_RUN: the guest is entered, unless `immediateExit`, which does not count as having run. */
export const run = (process: Process, vcpu: Vcpu, immediateExit = false): Process =>
  vcpu.ran || immediateExit ? process : { ...process, vcpu: { ...vcpu, ran: true } };

/**
 * IA32_XFD written by the guest, or by the VMM (KVM_SET_MSRS): only what CPUID gives it and is
 * dynamic; -EINVAL is #GP in the guest. The VMM's write leaves XSTATE_BV as it is (live, emulated:
 * 6.18.15, 7.3.4).
 */
export function writeXfd(
  { dynamic }: Configuration,
  process: Process,
  vcpu: Vcpu,
  xfd: Xfeatures,
  who: "guest" | "host" = "guest",
): Outcome<Process> {
  if (!within(xfd, vcpu.supportedXcr0 & dynamic)) return { state: process, result: EINVAL };
  const xstateBv = who === "guest" ? vcpu.xstateBv & ~xfd : vcpu.xstateBv;
  return { state: { ...process, vcpu: { ...vcpu, xfd, xstateBv } }, result: 0 };
}

/** IA32_XSS written by the guest: nothing but 0 before 6.18. */
export function writeXss(
  supportedXss: Xfeatures,
  process: Process,
  vcpu: Vcpu,
  xss: Xfeatures,
): Outcome<Process> {
  if (!within(xss, supportedXss)) return { state: process, result: EINVAL };
  return { state: { ...process, vcpu: { ...vcpu, xss } }, result: 0 };
}
