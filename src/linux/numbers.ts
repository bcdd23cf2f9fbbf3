/**
 * The numbers of one kernel on one host: masks and sizes, what user space is told, and what it
 * costs to opt in. Held to reference sizes worked out by hand and to every public boot log in
 * test/linux.
 */
import type { Buffer, Configuration } from "./kernel/configuration.ts";
import { listOf, type Xfeatures } from "./kernel/xfeatures.ts";
import { FPSTATE_HEADER, initialProcess } from "./model/fpstate.ts";
import { newVcpu, vcpuMemory } from "./model/kvm.ts";
import { capXsave2 } from "./model/kvm-cpuid.ts";
import { reqGuestPerm } from "./model/operations.ts";
import { play } from "./model/scenario.ts";
import { extendedSize, minSigStkSz } from "./model/signal.ts";

/** Bytes of a page. */
const PAGE = 4096;

/** Bytes that are allocated, and pages that they take. */
export interface Memory {
  readonly bytes: number;
  readonly pages: number;
}

/** What changes with permission to every dynamic xfeature. */
export interface Stage {
  /** What a guest's buffer holds, and its bytes. */
  readonly guest: Buffer;
  /** Bytes of the standard image of a task, `userStateSize`. */
  readonly userSize: number;
  /** Bytes of KVM's image: `uabiSize`. */
  readonly uabiSize: number;
  /** KVM_CAP_XSAVE2. */
  readonly capXsave2: number;
  /** Bytes of the XSAVE image in a signal frame, `extended_size`. */
  readonly signalFrame: number;
  /** The buffer of a thread that uses it all, with the header of the structure. */
  readonly thread: Memory;
  /** The buffer of a vCPU, with the header of the structure. */
  readonly vcpu: Memory;
}

export interface KernelNumbers {
  readonly config: Configuration;
  /** AT_MINSIGSTKSZ. */
  readonly minSigStkSz: number;
  readonly without: Stage;
  /** Null where nothing on the host is dynamic. */
  readonly permitted: Stage | null;
  /** What a vCPU costs more with permission and use; null as above. */
  readonly optIn: (Memory & { readonly uabi: number }) | null;
}

const memory = (bytes: number): Memory => ({ bytes, pages: Math.ceil(bytes / PAGE) });

/** All of it, from the model itself. */
export function kernelNumbers(config: Configuration): KernelNumbers {
  const { kernelDefault, userDefault, vcpuDefault, dynamic } = config;
  const initial = initialProcess(config);
  const without: Stage = {
    guest: vcpuDefault,
    userSize: userDefault.size,
    uabiSize: newVcpu(config).uabiSize,
    capXsave2: capXsave2(config, initial.guestPerm),
    signalFrame: extendedSize(userDefault.size),
    thread: memory(FPSTATE_HEADER + kernelDefault.size),
    vcpu: memory(vcpuMemory(config)),
  };
  const permitted = dynamic === 0 ? null : permittedStage(config, vcpuDefault.features);
  return {
    config,
    minSigStkSz: minSigStkSz(config),
    without,
    permitted,
    optIn: permitted && {
      bytes: permitted.guest.size - without.guest.size,
      pages: permitted.vcpu.pages - without.vcpu.pages,
      uabi: permitted.uabiSize - without.uabiSize,
    },
  };
}

/** After a request of every dynamic xfeature, by host and guest. */
function permittedStage(config: Configuration, first: Xfeatures): Stage {
  const { dynamic, version, sizes, kernelDefault } = config;
  const { end } = play(
    config,
    listOf(dynamic).map((feature) => reqGuestPerm(config, feature)),
  );
  const { guestPerm } = end;
  const byCpuid = version.vcpuSizedBy === "cpuid";
  const features = first | dynamic;
  const size = byCpuid ? sizes.compacted(features) : guestPerm.stateSize;
  return {
    guest: { features, size },
    userSize: guestPerm.userStateSize,
    uabiSize: guestPerm.userStateSize,
    capXsave2: capXsave2(config, guestPerm),
    signalFrame: extendedSize(guestPerm.userStateSize),
    thread: memory(FPSTATE_HEADER + sizes.compacted(kernelDefault.features | dynamic)),
    vcpu: memory(FPSTATE_HEADER + size),
  };
}
