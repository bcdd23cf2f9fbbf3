/** Which release changed which number of a kernel: a bisect by release, commit by commit. */
import { rule } from "../rules/index.ts";
import { KVM_XCR0_5_16 } from "../rules/linux-masks.ts";
import type { Processor } from "../xsave/processor.ts";
import { type BootOptions, boot } from "./kernel/configuration.ts";
import { type Commit, historyOf, type KernelMoment, releaseBefore } from "./kernel/history.ts";
import { type KernelNumbers, kernelNumbers } from "./numbers.ts";

/** A number of a kernel: bytes, or null where there is none. */
export interface KernelNumber {
  /** Where it stands in a document xsweep/kernel: `without.vcpu.bytes`. */
  readonly path: string;
  readonly name: string;
  readonly of: (numbers: KernelNumbers, moment: KernelMoment) => number | null;
  /** Kernels without guest permissions have none of it. */
  readonly needsGuestPermissions?: true;
}

const withAll = (name: string): string => `${name}, with permission`;

/** KVM knew no AMX before there were guest permissions. */
const ebx1 = ({ config, without }: KernelNumbers, { guestPermissions }: KernelMoment): number =>
  guestPermissions
    ? without.supportedEbx1
    : rule("kvm-5.16-compacted").walk(config.cpu, config.hostMask & KVM_XCR0_5_16);

/** What is compared, in the order of the page of `xsweep kernel`. */
// biome-ignore format: one number per row
export const KERNEL_NUMBERS: readonly KernelNumber[] = [
  { path: "kernelMax.size", name: "maximum (boot log)", of: ({ config }) => config.kernelMax.size },
  { path: "kernelDefault.size", name: "task default", of: ({ config }) => config.kernelDefault.size },
  { path: "guestDefault.size", name: "guest default", of: ({ config }) => config.guestDefault.size },
  { path: "userMax.size", name: "user maximum", of: ({ config }) => config.userMax.size },
  { path: "userDefault.size", name: "user default", of: ({ config }) => config.userDefault.size },
  { path: "without.vcpu.bytes", name: "memory per vCPU", of: ({ without }) => without.vcpu.bytes },
  { path: "without.uabiSize", name: "KVM image (UABI)", of: ({ without }) => without.uabiSize },
  { path: "without.supportedEbx1", name: "0DH.1:EBX by KVM", of: ebx1 },
  { path: "without.frame", name: "signal frame, 64-bit task", of: ({ without }) => without.frame },
  { path: "task32.frame", name: "signal frame, 32-bit task", of: ({ task32 }) => task32?.frame ?? null },
  { path: "permitted.task", name: withAll("task"), of: ({ permitted }) => permitted?.task ?? null },
  { path: "permitted.guest.size", name: withAll("guest buffer"), of: ({ permitted }) => permitted?.guest.size ?? null, needsGuestPermissions: true },
  { path: "permitted.userSize", name: withAll("standard image"), of: ({ permitted }) => permitted?.userSize ?? null, needsGuestPermissions: true },
  { path: "permitted.vcpu.bytes", name: withAll("memory per vCPU"), of: ({ permitted }) => permitted?.vcpu.bytes ?? null, needsGuestPermissions: true },
  { path: "permitted.capXsave2", name: withAll("KVM_GET_XSAVE2 buffer"), of: ({ permitted }) => permitted?.capXsave2 ?? null, needsGuestPermissions: true },
  { path: "permitted.supportedEbx1", name: withAll("0DH.1:EBX by KVM"), of: ({ permitted }) => permitted?.supportedEbx1 ?? null, needsGuestPermissions: true },
  { path: "permitted.frame", name: withAll("signal frame"), of: ({ permitted }) => permitted?.frame ?? null },
  { path: "minSigStkSz", name: "AT_MINSIGSTKSZ", of: ({ minSigStkSz }) => minSigStkSz },
];

/** One number from one release on. */
export interface NumberChange {
  /** The first release that has `after`. */
  readonly from: string;
  /** The release before it; null where it is the first of a major number. */
  readonly until: string | null;
  readonly before: number | null;
  readonly after: number | null;
  /** The commits that changed it, in the order in which the model takes them. */
  readonly commits: readonly Omit<Commit, "to" | "from">[];
}

export interface ChangedNumber {
  readonly path: string;
  readonly name: string;
  /** What it is in the newest release. */
  readonly now: number | null;
  /** Oldest first; none where it was always so. */
  readonly changes: readonly NumberChange[];
}

export interface ChangedReport {
  readonly cpu: string;
  /** The releases that were compared, first and last. */
  readonly from: string;
  readonly until: string;
  readonly numbers: readonly ChangedNumber[];
}

/**
 * Every number on `cpu`, from the oldest release with permissions to the newest that is known.
 *
 * @throws {RangeError} as `boot` does.
 */
export function changedNumbers(
  cpu: Processor,
  { hostMask, dynamic }: Pick<BootOptions, "hostMask" | "dynamic"> = {},
): ChangedReport {
  const { from, until, first, commits } = historyOf(cpu, hostMask);
  const at = (moment: KernelMoment): (number | null)[] => {
    const { version, hostMask: mask, format, guestPermissions } = moment;
    const options = { hostMask: mask, format, ...(dynamic === undefined ? {} : { dynamic }) };
    const numbers = kernelNumbers(boot(cpu, version, options));
    return KERNEL_NUMBERS.map(({ of, needsGuestPermissions }) =>
      needsGuestPermissions && !guestPermissions ? null : of(numbers, moment),
    );
  };
  let moment = first;
  let values = at(first);
  const changes: NumberChange[][] = KERNEL_NUMBERS.map(() => []);
  for (const release of new Set(commits.map((commit) => commit.from))) {
    const before = values;
    const by: Omit<Commit, "to" | "from">[][] = KERNEL_NUMBERS.map(() => []);
    for (const { from: since, to, ...named } of commits) {
      if (since !== release) continue;
      moment = to(moment);
      const next = at(moment);
      next.forEach((value, i) => {
        if (value !== values[i]) by[i]?.push(named);
      });
      values = next;
    }
    values.forEach((after, i) => {
      // Two commits of one release may undo each other.
      if (after === before[i]) return;
      changes[i]?.push({
        from: release,
        until: releaseBefore(release),
        before: before[i] ?? null,
        after,
        commits: by[i] ?? [],
      });
    });
  }
  return {
    cpu: cpu.id,
    from,
    until,
    numbers: KERNEL_NUMBERS.map(({ path, name }, i) => ({
      path,
      name,
      now: values[i] ?? null,
      changes: changes[i] ?? [],
    })),
  };
}
