/**
 * CPUID leaf 0DH as KVM reports it to a VMM, and as it rewrites it for a running guest. Linux KVM
 * cpuid.c xstate_required_size(), __do_cpuid_func(), kvm_update_cpuid_runtime(); x86.h
 * kvm_get_filtered_xcr0().
 */
import type { Configuration } from "../kernel/configuration.ts";
import {
  KVM_SUPERVISOR_XFEATURES,
  type Xfeatures,
  XTILE_CFG,
  XTILE_DATA,
} from "../kernel/xfeatures.ts";
import { KVM_XSAVE, supportedByHost } from "./kvm.ts";
import type { Perm, Vcpu } from "./process.ts";

/** kvm_get_filtered_xcr0(): what KVM reports to a process with `guestPerm`. */
export function reportedXcr0(config: Configuration, { statePerm }: Perm): Xfeatures {
  const { dynamic, version } = config;
  const supported = supportedByHost(config);
  if (version.reports === "supported" || (supported & dynamic) === 0) return supported;
  const permitted = supported & statePerm;
  // The kernel knows of one pair only: another component that goes with a dynamic one stays.
  const lone = (permitted & XTILE_DATA) === 0 && version.loneTileConfig === "dropped";
  return lone ? permitted & ~XTILE_CFG : permitted;
}

/** kvm_caps.supported_xss: CET, both halves or neither, where the version virtualises it. */
export function supportedXss({ version, kernelMax }: Configuration): Xfeatures {
  const cet = kernelMax.features & KVM_SUPERVISOR_XFEATURES;
  return version.guestXss === "cet" && cet === KVM_SUPERVISOR_XFEATURES ? cet : 0;
}

/** Sub-leaves 0 and 1, the parts that are masks and sizes. */
export interface Leaf0d {
  /** 0DH.0:EDX:EAX. */
  readonly xcr0: Xfeatures;
  /** 0DH.0:EBX, bytes. */
  readonly ebx: number;
  /** 0DH.0:ECX, bytes. */
  readonly ecx: number;
  /** 0DH.1:EBX, bytes. */
  readonly compacted: number;
  /** 0DH.1:EDX:ECX. */
  readonly xss: Xfeatures;
}

/** KVM_GET_SUPPORTED_CPUID for a process with `guestPerm`. KVM's own sizes were always a maximum. */
export function supportedCpuid(config: Configuration, guestPerm: Perm): Leaf0d {
  const xcr0 = reportedXcr0(config, guestPerm);
  const xss = supportedXss(config);
  const size = config.sizes.standard(xcr0);
  return { xcr0, ebx: size, ecx: size, compacted: config.sizes.compacted(xcr0 | xss), xss };
}

/** KVM_CHECK_EXTENSION(KVM_CAP_XSAVE2): bytes to set aside for KVM_GET_XSAVE2. */
export const capXsave2 = (config: Configuration, guestPerm: Perm): number =>
  Math.max(KVM_XSAVE, config.sizes.standard(reportedXcr0(config, guestPerm)));

/**
 * What the guest's CPUID answers: EBX follows XCR0, ECX stays as the VMM gave it, here what the
 * CPUID of KVM_SET_CPUID2 enumerates. All zero before the first KVM_SET_CPUID2.
 */
export function guestCpuid({ sizes, version }: Configuration, vcpu: Vcpu): Leaf0d {
  if (vcpu.cpuid === null) return { xcr0: 0, ebx: 0, ecx: 0, compacted: 0, xss: 0 };
  const xss = version.guestXss === "cet" ? vcpu.xss : 0;
  return {
    xcr0: vcpu.cpuid,
    ebx: sizes.standard(vcpu.xcr0),
    ecx: sizes.standard(vcpu.cpuid),
    compacted: sizes.compacted(vcpu.xcr0 | xss),
    xss,
  };
}
