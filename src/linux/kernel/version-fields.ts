/** What kernel versions differ in, as far as permissions, sizes and guest buffers go. */

/** A commit, and what it changes in the model. */
export interface KernelStep {
  /** Null where a change was observed and its commit is not known. */
  readonly commit: string | null;
  /** What it does, after "6.4". */
  readonly what: string;
  readonly fields: Partial<KernelVersion>;
}

/** A commit inside the releases of a version: what `--kernel RELEASE` gets and its first lacks. */
export interface Change {
  readonly commit: string;
  /** The first release that has it. */
  readonly from: string;
  /** Earlier releases whose stable branch got it later on. */
  readonly stable?: readonly string[];
  /** What it does, after "6.4". */
  readonly what: string;
  /** What it changes in the model, if anything. */
  readonly fields?: Partial<KernelVersion>;
}

export interface KernelVersion {
  /** `linux-6.17`. */
  readonly id: string;
  /** The releases or the mail that it stands for. */
  readonly stands: string;
  /** First and last release with these rules, `6.17`; null where nobody released them. */
  readonly releases: { readonly from: string; readonly until: string } | null;
  /** Commits and mails that say so. */
  readonly source: string;
  /** How its rules are known. Nothing of it ran on AMX silicon. */
  readonly known: "live, emulated" | "sources" | "mail" | "proposal";
  /** The releases that ran, and on what: "6.17.13 (Bochs 3.0)". */
  readonly ran: string | null;

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
  /** KVM_SET_CPUID2 with the very same CPUID after KVM_RUN: 0, or -EINVAL like any other. */
  readonly equalCpuidAfterRun: "accepted" | "refused";
  /** Bits armed in IA32_XFD that KVM_SET_XSAVE is given: cleared first (b45f72177594), or kept. */
  readonly xfdInXsave: "cleared" | "kept";
  /** XFEATURE_MAX: REQ of this number or more is -EINVAL. */
  readonly xfeatureMax: number;
  /** Order in which components are copied to the standard image. */
  readonly copyOrder: "bit" | "offset";
  /** What changed within the releases it stands for. */
  readonly changes: readonly Change[];
  /** What else is to be known, or is not known. Printed, never guessed. */
  readonly notes: readonly string[];
}
