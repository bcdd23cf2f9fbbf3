/**
 * The released kernels as steps, one per commit: what the model has of it, on one processor. A
 * bisect by release goes through them (../changed.ts).
 */
import type { Format } from "../../xsave/component.ts";
import type { Processor } from "../../xsave/processor.ts";
import { managed } from "./configuration.ts";
import { formatIn, MANAGED_SINCE, managedIn, XSAVEC_SINCE } from "./host.ts";
import { ranked, since } from "./release-number.ts";
import { STEPS } from "./steps.ts";
import { type KernelVersion, RELEASED } from "./version.ts";

/** Before it and its series there was no guest permission, no AMX in KVM and no KVM_GET_XSAVE2. */
export const GUEST_PERMISSIONS_SINCE = {
  commit: "980fe2fddcff",
  from: "5.17",
  what: "adds guest permissions, its series AMX in KVM",
} as const;

/** One kernel on one processor, between two commits. */
export interface KernelMoment {
  readonly version: KernelVersion;
  /** What it takes of the host's XCR0 | IA32_XSS. */
  readonly hostMask: bigint;
  readonly format: Format;
  readonly guestPermissions: boolean;
}

/** A commit of mainline, and what it makes of a moment. */
export interface Commit {
  /** Null where a change was observed and its commit is not known. */
  readonly commit: string | null;
  readonly what: string;
  /** The first release that has it. */
  readonly from: string;
  /** Earlier releases whose stable branch has it too. */
  readonly stable: readonly string[];
  readonly to: (moment: KernelMoment) => KernelMoment;
}

/** Mainline on one processor: its first moment, and the commits since, oldest release first. */
export interface History {
  /** The release of `first`. */
  readonly from: string;
  /** The newest release that is known. */
  readonly until: string;
  readonly first: KernelMoment;
  readonly commits: readonly Commit[];
}

/**
 * The history of `cpu` as the host, with the xfeatures of `hostMask` (default: all it has).
 *
 * @throws {Error} if no version was released.
 */
export function historyOf(cpu: Processor, hostMask: bigint = managed(cpu)): History {
  const [oldest] = RELEASED;
  const from = oldest?.releases?.from;
  const until = RELEASED.at(-1)?.releases?.until;
  if (!oldest || from === undefined || until === undefined) throw new Error("no released version");
  const late = (release: string) => managed(cpu) & ~managedIn(cpu, release);
  return {
    from,
    until,
    first: {
      version: oldest,
      hostMask: hostMask & ~late(from),
      format: formatIn(cpu, from),
      guestPermissions: false,
    },
    commits: [
      ...MANAGED_SINCE.map(({ mask, ...rest }) => ({
        ...rest,
        to: (moment: KernelMoment) => ({
          ...moment,
          hostMask: moment.hostMask | (mask & hostMask),
        }),
      })),
      {
        ...XSAVEC_SINCE,
        to: (moment: KernelMoment) => ({ ...moment, format: formatIn(cpu, XSAVEC_SINCE.from) }),
      },
      {
        ...GUEST_PERMISSIONS_SINCE,
        to: (moment: KernelMoment) => ({ ...moment, guestPermissions: true }),
      },
      ...RELEASED.flatMap(ofVersion),
    ]
      .map((commit) => ({ stable: [], ...commit }))
      .sort((a, b) => ranked(a.from) - ranked(b.from)),
  };
}

/** The commits that made `version`, and those within its releases. */
function ofVersion(version: KernelVersion): (Omit<Commit, "stable"> & Partial<Commit>)[] {
  const { id, changes, releases } = version;
  if (!releases) return [];
  const { from, until } = releases;
  const steps = (STEPS[id] ?? []).map(({ commit, what, fields }) => ({
    commit,
    what,
    from,
    to: (moment: KernelMoment) => ({ ...moment, version: { ...moment.version, ...fields } }),
  }));
  return [
    ...steps,
    ...changes
      // What a stable branch alone had in this range comes with a later version.
      .filter((change) => since(until, change.from))
      .map(({ fields = {}, ...rest }) => ({
        ...rest,
        to: (moment: KernelMoment) => ({ ...moment, version: { ...moment.version, ...fields } }),
      })),
  ];
}

/** The release before `release` ("6.15" before "6.16"); null before the first of a major number. */
export function releaseBefore(release: string): string | null {
  const [major = 0, minor = 0] = release.split(".").map(Number);
  return minor === 0 ? null : `${major}.${minor - 1}`;
}
