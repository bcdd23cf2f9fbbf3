/**
 * The kernel versions. A version is data: somebody with a new patch writes one more, here or as JSON
 * (version-file.ts).
 */
import { frozen } from "../../xsave/frozen.ts";
import { since } from "./release-number.ts";
import { STEPS } from "./steps.ts";
import type { KernelVersion } from "./version-fields.ts";

export type { Change, KernelVersion } from "./version-fields.ts";

type Own = Pick<KernelVersion, "id" | "stands" | "releases" | "source" | "changes" | "notes"> &
  Partial<Pick<KernelVersion, "known" | "ran">>;

/** `before` as its last release has it, and the steps that made the next version of it. */
function after(before: KernelVersion, own: Own): KernelVersion {
  const until = before.releases?.until ?? "";
  const late = before.changes.filter(({ from }) => since(until, from));
  const steps = [...late, ...(STEPS[own.id] ?? [])].map(({ fields }) => fields);
  return Object.assign({}, before, ...steps, { known: "live, emulated", ran: null }, own);
}

const LINUX_5_16: KernelVersion = {
  id: "linux-5.16",
  stands: "Linux 5.16 and 5.17",
  releases: { from: "5.16", until: "5.17" },
  source: "db8268df0983, 980fe2fddcff, 36487e6228c4",
  known: "sources",
  ran: null,
  sizes: "linux-5.16",
  guestOnly: "nowhere",
  grant: "requested",
  hostSizeAdds: "nothing",
  guestSizeAdds: "nothing",
  userSizeCounts: "user",
  requestWhileLocked: "refused",
  guestMemory: "user default",
  vcpuSizedBy: "permission",
  reports: "permitted",
  loneTileConfig: "reported",
  guestXss: "none",
  equalCpuidAfterRun: "accepted",
  xfdInXsave: "kept",
  xfeatureMax: 19,
  copyOrder: "bit",
  changes: [],
  notes: [
    "guest permissions exist from 5.17 on (980fe2fddcff)",
    "KVM's first UABI size is the default user size up to 5.18, at least 4096 in the model",
  ],
};

const LINUX_5_18 = after(LINUX_5_16, {
  id: "linux-5.18",
  stands: "Linux 5.18 to 6.15",
  releases: { from: "5.18", until: "6.15" },
  source: "063452fd94d1, 781c64bfcb73, d6d6d50f1e80",
  ran: "6.12.117 (Bochs 3.0)",
  changes: [
    {
      commit: "55cd57b596e8",
      from: "6.4",
      what: "stops reporting XTILECFG without XTILEDATA",
      fields: { loneTileConfig: "dropped" },
    },
    {
      commit: "1937e18cc3cf",
      from: "6.15",
      stable: ["6.1", "6.6", "6.12", "6.14"],
      what: "gives a vCPU the memory of the kernel default size",
      fields: { guestMemory: "kernel default" },
    },
    {
      commit: "b45f72177594",
      from: "6.19",
      stable: ["6.6", "6.12"],
      what: "clears in KVM_SET_XSAVE what IA32_XFD disables",
      fields: { xfdInXsave: "cleared" },
    },
  ],
  notes: [
    "6.6 adds CET_U to the supervisor xfeatures",
    "KVM's first UABI size is the default user size up to 5.18, at least 4096 in the model",
  ],
});

const LINUX_6_16 = after(LINUX_5_18, {
  id: "linux-6.16",
  stands: "Linux 6.16",
  releases: { from: "6.16", until: "6.16" },
  source: "d8414603b29f, a758ae2885ea, 32d5fa804dc9",
  ran: "6.16.3 (Bochs 3.0)",
  changes: [],
  notes: [],
});

const LINUX_6_17 = after(LINUX_6_16, {
  id: "linux-6.17",
  stands: "Linux 6.17: guest-only CET_S",
  releases: { from: "6.17", until: "6.17" },
  source: "7bc4ed75f2d6, 7c2c89364d92, 509e880b7795, 151bf232494d, 8b05b3c98816",
  ran: "6.17.13 (Bochs 3.0)",
  changes: [],
  notes: [],
});

const LINUX_6_18 = after(LINUX_6_17, {
  id: "linux-6.18",
  stands: "Linux 6.18 on: guests use IA32_XSS",
  // Until the newest that ran: what a later one does is not known.
  releases: { from: "6.18", until: "7.3" },
  source: "9622e116d0d2, 779ed05511f2, 69cc3e886582, b45f72177594",
  ran: "6.18.15, 7.3.4 (Bochs 3.0)",
  changes: [],
  notes: [
    "6.18 has b45f72177594 (KVM_SET_XSAVE clears what IA32_XFD disables) from its stable branch",
  ],
});

const MAIL_V6: KernelVersion = {
  ...LINUX_5_18,
  id: "mail-v6",
  stands: "the CET series v6, patches 02 to 08, on 6.6",
  releases: null,
  source: "W. Yang, v6 02-08/25, September 2023",
  known: "mail",
  ran: null,
  guestOnly: "buffer",
  guestSizeAdds: "guest only",
  guestMemory: "kernel default",
  loneTileConfig: "dropped",
  changes: [],
  notes: [
    "its guest-only mask comes from the SHSTK flag alone: where IA32_XSS lacks bit 12 its sizes are undefined; the model then leaves the bit out",
  ],
};

/** Every version, oldest rule first, proposals last. */
export const VERSIONS: readonly KernelVersion[] = /* @__PURE__ */ frozen([
  LINUX_5_16,
  LINUX_5_18,
  LINUX_6_16,
  LINUX_6_17,
  LINUX_6_18,
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
    releases: null,
    ran: null,
    stands: "a proposal: KVM sizes the state from KVM_SET_CPUID2 and ignores permissions",
    source: "M. Levitsky, 2 November 2023",
    known: "proposal",
    vcpuSizedBy: "cpuid",
    reports: "supported",
    notes: ["nobody wrote it: everything the mail does not name is as in linux-6.17"],
  },
]);

/** The versions that were released, oldest first: no mail, no proposal. */
export const RELEASED = VERSIONS.filter(({ releases }) => releases !== null);

/** The newest of them. */
export const NEWEST = RELEASED.at(-1) as KernelVersion;

/** True for released kernels whose permissions keep every bit of the defaults (6.16 on). */
export const keepsPermissions = ({ releases, grant }: KernelVersion): boolean =>
  releases !== null && grant === "all";

/** "stable 6.6 and 6.12"; nothing where no stable branch has it. */
export const stableText = (stable: readonly string[]): string[] => {
  if (stable.length === 0) return [];
  return [`stable ${stable.join(", ").replace(/, (?=[^,]*$)/, " and ")}`];
};

/** Notes of a version and its changes, as printed. */
export const notesOf = ({ changes, notes }: KernelVersion): readonly string[] => [
  ...changes.map(
    ({ commit, from, stable = [], what }) =>
      `${[from, ...stableText(stable)].join(", ")} ${what} (${commit})`,
  ),
  ...notes,
];

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
