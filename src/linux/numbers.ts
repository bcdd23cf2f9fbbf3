/**
 * The numbers of one kernel on one host: masks and sizes, what user space is told, and what it
 * costs to opt in. Held to reference sizes worked out by hand and to every public boot log in
 * test/linux.
 */
import {
  behindImage,
  fxsaveSigframeSize,
  MAGIC2,
  type SigframeKind,
  sigframeSize,
} from "../rules/frame.ts";
import { pagesOf } from "../xsave/area.ts";
import { type Buffer, type Configuration, xfdComponents } from "./kernel/configuration.ts";
import { hexOf, listOf, type Xfeatures, XTILE_DATA } from "./kernel/xfeatures.ts";
import { FPSTATE_HEADER, initialProcess } from "./model/fpstate.ts";
import { newVcpu, vcpuMemory } from "./model/kvm.ts";
import { capXsave2, supportedCpuid } from "./model/kvm-cpuid.ts";
import { reqGuestPerm } from "./model/operations.ts";
import { play } from "./model/scenario.ts";
import { extendedSize, minSigStkSz } from "./model/signal.ts";
import { regsetSize } from "./model/uabi.ts";
import { isLegalXcr0 } from "./model/xcr0.ts";

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
  /** Bytes in 0DH.1:EBX of KVM_GET_SUPPORTED_CPUID. */
  readonly supportedEbx1: number;
  /** Bytes of the XSAVE image in a signal frame, `extended_size`. */
  readonly signalFrame: number;
  /** Bytes of the kernel's own buffer of a task. */
  readonly task: number;
  /** Bytes that the whole frame of a 64-bit task takes at most. */
  readonly frame: number;
  /** The buffer of a thread that uses it all, with the header of the structure. */
  readonly thread: Memory;
  /** The buffer of a vCPU, with the header of the structure. */
  readonly vcpu: Memory;
}

/**
 * What a 32-bit task sees that never had AMX. Its XSAVE image lies behind an FSAVE header. Null is
 * not known: AMX instructions exist in 64-bit mode only (SDM2 LDTILECFG), and whether a request makes the frame of
 * such a task larger was observed nowhere; nor is a 32-bit VMM known.
 */
export interface Task32 {
  /** Bytes of FSAVE header, XSAVE image and MAGIC2. */
  readonly image: number;
  /** Bytes that the whole frame takes at most. */
  readonly frame: number;
  /** AT_MINSIGSTKSZ, which is that of every task. Linux elf.h ARCH_DLINFO_IA32. */
  readonly minSigStkSz: number;
  /** Bytes of NT_X86_XSTATE; null where XSAVE is off (-ENODEV). Linux update_regset_xstate_info(). */
  readonly regset: number | null;
  /** Image and frame with permission to every dynamic xfeature. */
  readonly permitted: null;
  /** Bytes that KVM_GET_XSAVE2 gives a 32-bit VMM. */
  readonly capXsave2: null;
}

export interface KernelNumbers {
  readonly config: Configuration;
  /** Why this machine does not boot; null where nothing here keeps it from it. */
  readonly whyNoBoot: string | null;
  /** AT_MINSIGSTKSZ, with 32-bit emulation. */
  readonly minSigStkSz: number;
  /** AT_MINSIGSTKSZ of a kernel that is 64-bit only. */
  readonly minSigStkSz64: number;
  /** Null where the kernel runs no 32-bit task. */
  readonly task32: Task32 | null;
  readonly without: Stage;
  /** Null where nothing on the host is dynamic. */
  readonly permitted: Stage | null;
  /** What a vCPU costs more with permission and use; null as above. */
  readonly optIn: (Memory & { readonly uabi: number }) | null;
}

const memory = (bytes: number): Memory => ({ bytes, pages: pagesOf(bytes) });

/** All of it, from the model itself. */
export function kernelNumbers(config: Configuration): KernelNumbers {
  const { kernelDefault, userDefault, vcpuDefault, dynamic } = config;
  const initial = initialProcess(config);
  const without: Stage = {
    guest: vcpuDefault,
    userSize: userDefault.size,
    uabiSize: newVcpu(config).uabiSize,
    capXsave2: capXsave2(config, initial.guestPerm),
    supportedEbx1: supportedCpuid(config, initial.guestPerm).compacted,
    signalFrame: imageInFrame(config, userDefault.size),
    task: kernelDefault.size,
    frame: frameOf(config, userDefault.size, "64-bit only"),
    thread: memory(FPSTATE_HEADER + kernelDefault.size),
    vcpu: memory(vcpuMemory(config)),
  };
  const usable = config.xsave === "on" && dynamic !== 0;
  const permitted = usable ? permittedStage(config, vcpuDefault.features) : null;
  return {
    config,
    whyNoBoot: whyNoBoot(config),
    minSigStkSz: minSigStkSz(config, "with 32-bit emulation"),
    minSigStkSz64: minSigStkSz(config, "64-bit only"),
    task32: task32Of(config),
    without,
    permitted,
    optIn: permitted && {
      bytes: permitted.guest.size - without.guest.size,
      pages: permitted.vcpu.pages - without.vcpu.pages,
      uabi: permitted.uabiSize - without.uabiSize,
    },
  };
}

/** The frame of a task of that kind; rules/frame.ts, where the kind is of a kernel's largest. */
const frameOf = ({ xsave }: Configuration, userSize: number, kind: SigframeKind): number =>
  xsave === "on" ? sigframeSize(userSize, kind) : fxsaveSigframeSize(kind);

function task32Of(config: Configuration): Task32 | null {
  const { xsave, sigframe, userDefault } = config;
  if (sigframe === "64-bit only") return null;
  return {
    image: userDefault.size + behindImage(sigframe) - (xsave === "on" ? 0 : MAGIC2),
    frame: frameOf(config, userDefault.size, sigframe),
    minSigStkSz: minSigStkSz(config, sigframe),
    regset: xsave === "on" ? regsetSize(config) : null,
    permitted: null,
    capXsave2: null,
  };
}

const imageInFrame = ({ xsave }: Configuration, userSize: number): number =>
  xsave === "on" ? extendedSize(userSize) : userSize;

/**
 * Why the kernel ends at its own XSETBV, if it does. Where XFD is missing it drops what needs it
 * and keeps XTILECFG, and XCR0 with one half of AMX faults (live, emulated: 6.12.117, 6.18.15).
 */
function whyNoBoot({ cpu, kernelMax, user, xsave }: Configuration): string | null {
  if (xsave === "off") return null;
  const noXfd =
    (kernelMax.features & XTILE_DATA) !== 0 && (xfdComponents(cpu) & BigInt(XTILE_DATA)) === 0n;
  const xcr0 = kernelMax.features & user & ~(noXfd ? XTILE_DATA : 0);
  if (isLegalXcr0(xcr0)) return null;
  const because = noXfd ? "without XFD it drops XTILEDATA and keeps XTILECFG, and " : "";
  return `${because}XSETBV of ${hexOf(xcr0)} faults`;
}

/** After a request of every dynamic xfeature, by host and guest. */
function permittedStage(config: Configuration, first: Xfeatures): Stage {
  const { dynamic, version, kernelSize, kernelDefault } = config;
  const { end } = play(
    config,
    listOf(dynamic).map((feature) => reqGuestPerm(config, feature)),
  );
  const { guestPerm } = end;
  const byCpuid = version.vcpuSizedBy === "cpuid";
  const features = first | dynamic;
  const size = byCpuid ? kernelSize(features) : guestPerm.stateSize;
  const task = kernelSize(kernelDefault.features | dynamic);
  return {
    guest: { features, size },
    userSize: guestPerm.userStateSize,
    uabiSize: guestPerm.userStateSize,
    capXsave2: capXsave2(config, guestPerm),
    supportedEbx1: supportedCpuid(config, guestPerm).compacted,
    signalFrame: imageInFrame(config, guestPerm.userStateSize),
    task,
    frame: frameOf(config, guestPerm.userStateSize, "64-bit only"),
    thread: memory(FPSTATE_HEADER + task),
    vcpu: memory(FPSTATE_HEADER + size),
  };
}
