/**
 * What kernel versions differ in, as far as permissions, sizes and guest buffers go. A version is
 * data: somebody with a new patch writes one more, here or as JSON (variant.ts).
 */

export interface KernelVersion {
  /** `linux-6.17`. */
  readonly id: string;
  /** The releases or the mail that it stands for. */
  readonly stands: string;
  /** Commits and mails that say so. */
  readonly source: string;
  /** How its rules are known. Nothing of it ran on AMX silicon. */
  readonly known: "sources" | "mail" | "proposal";

  /**
   * The rules it computes sizes by: "linux-5.18" is linux-5.18-standard, wrong where APX is the
   * topmost, and linux-5.18-compacted.
   */
  readonly sizes: string;
  /**
   * Where CET_S goes: in no mask, only in the buffer a vCPU begins with (and in no permission), or
   * in the guest defaults, permission and buffer alike.
   */
  readonly guestOnly: "nowhere" | "buffer" | "guest defaults";
  /** What a permission becomes: only what was asked for, the user part of all, or all. */
  readonly grant: "requested" | "user" | "all";
  /** What a host request adds to the mask before it computes the kernel size. */
  readonly hostSizeAdds: "nothing" | "supervisor";
  /** What a guest request adds to the mask before it computes the kernel size. */
  readonly guestSizeAdds: "nothing" | "guest only";
  /** Which bits the user size counts. No version counts others than user ones. */
  readonly userSizeCounts: "user" | "all";
  /** A guest request after the first vCPU: -EBUSY, or granted. No version grants it. */
  readonly requestWhileLocked: "refused" | "granted";
  /** Memory that a vCPU's buffer really gets, whatever its size field says. */
  readonly guestMemory: "user default" | "kernel default";
  /** What an enlarged vCPU buffer is sized for: all that is permitted, or what CPUID says. */
  readonly vcpuSizedBy: "permission" | "cpuid";
  /** What GET_SUPPORTED_CPUID reports: only what the process has permission to, or all. */
  readonly reports: "permitted" | "supported";
  /** What becomes of XTILECFG where XTILEDATA is not reported. */
  readonly loneTileConfig: "reported" | "dropped";
  /** Whether KVM lets a guest use IA32_XSS, and counts it in 0DH.1:EBX. */
  readonly guestXss: "none" | "cet";
  /** XFEATURE_MAX: REQ of this number or more is -EINVAL. */
  readonly xfeatureMax: number;
  /** Order in which components are copied to the standard image. */
  readonly copyOrder: "bit" | "offset";
  /** What changed within the releases it stands for, or is not known. Printed, never guessed. */
  readonly notes: readonly string[];
}

const LINUX_5_18: KernelVersion = {
  id: "linux-5.18",
  stands: "Linux 5.18 to 6.15",
  source: "063452fd94d1, 781c64bfcb73, d6d6d50f1e80",
  known: "sources",
  sizes: "linux-5.18",
  guestOnly: "nowhere",
  grant: "user",
  hostSizeAdds: "supervisor",
  guestSizeAdds: "nothing",
  userSizeCounts: "user",
  requestWhileLocked: "refused",
  guestMemory: "user default",
  vcpuSizedBy: "permission",
  reports: "permitted",
  loneTileConfig: "reported",
  guestXss: "none",
  xfeatureMax: 19,
  copyOrder: "bit",
  notes: [
    "6.4 stops reporting XTILECFG without XTILEDATA (55cd57b596e8)",
    "6.6 adds CET_U to the supervisor xfeatures",
    "6.15 gives a vCPU the memory of the kernel default size (1937e18cc3cf)",
    "KVM's first UABI size is the default user size up to 5.18, at least 4096 in the model",
  ],
};

const LINUX_6_16: KernelVersion = {
  ...LINUX_5_18,
  id: "linux-6.16",
  stands: "Linux 6.16",
  source: "d8414603b29f, a758ae2885ea, 32d5fa804dc9",
  sizes: "linux-6.16",
  grant: "all",
  hostSizeAdds: "nothing",
  guestMemory: "kernel default",
  loneTileConfig: "dropped",
  xfeatureMax: 20,
  copyOrder: "offset",
  notes: [],
};

const LINUX_6_17: KernelVersion = {
  ...LINUX_6_16,
  id: "linux-6.17",
  stands: "Linux 6.17 on: guest-only CET_S",
  source: "7bc4ed75f2d6, 7c2c89364d92, 509e880b7795, 151bf232494d, 8b05b3c98816",
  guestOnly: "guest defaults",
  notes: ["6.18 lets guests use IA32_XSS and counts it in 0DH.1:EBX (9622e116d0d2)"],
};

const MAIL_V6: KernelVersion = {
  ...LINUX_5_18,
  id: "mail-v6",
  stands: "the CET series v6, patches 02 to 08, on 6.6",
  source: "W. Yang, v6 02-08/25, September 2023",
  known: "mail",
  guestOnly: "buffer",
  guestSizeAdds: "guest only",
  guestMemory: "kernel default",
  loneTileConfig: "dropped",
  notes: [
    "its guest-only mask comes from the SHSTK flag alone: where IA32_XSS lacks bit 12 its sizes are undefined; the model then leaves the bit out",
  ],
};

/** Every version, oldest rule first, proposals last. */
export const VERSIONS: readonly KernelVersion[] = [
  {
    ...LINUX_5_18,
    id: "linux-5.16",
    stands: "Linux 5.16 and 5.17",
    source: "db8268df0983, 980fe2fddcff, 36487e6228c4",
    sizes: "linux-5.16",
    grant: "requested",
    hostSizeAdds: "nothing",
    notes: [
      "guest permissions exist from 5.17 on (980fe2fddcff)",
      "KVM's first UABI size is the default user size up to 5.18, at least 4096 in the model",
    ],
  },
  LINUX_5_18,
  LINUX_6_16,
  LINUX_6_17,
  MAIL_V6,
  {
    ...MAIL_V6,
    id: "mail-v6-preserve",
    stands: 'the same with "always preserve non-user xfeatures" in place of 06/25',
    source: "W. Yang, v6 02-05 and 07/25; S. Christopherson, 26 October 2023",
    grant: "all",
    hostSizeAdds: "nothing",
    guestSizeAdds: "nothing",
  },
  {
    ...LINUX_6_17,
    id: "kvm-sizes-at-cpuid",
    stands: "a proposal: KVM sizes the state from KVM_SET_CPUID2 and ignores permissions",
    source: "M. Levitsky, 2 November 2023",
    known: "proposal",
    vcpuSizedBy: "cpuid",
    reports: "supported",
    notes: ["nobody wrote it: everything the mail does not name is as in linux-6.17"],
  },
];

/** True for the released kernels from 6.16 on, where permissions keep every bit. */
export const keepsPermissions = ({ id }: KernelVersion): boolean =>
  id === LINUX_6_16.id || id === LINUX_6_17.id;

/**
 * The version with that id.
 *
 * @throws {RangeError} if there is none, listing the ids.
 */
export function version(id: string): KernelVersion {
  const found = VERSIONS.find((candidate) => candidate.id === id);
  if (!found) {
    const ids = VERSIONS.map((known) => known.id).join(", ");
    throw new RangeError(`"${id}" names no kernel version (known: ${ids})`);
  }
  return found;
}
