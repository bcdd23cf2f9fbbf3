/**
 * What the kernel settles at boot: maximum, default and guest default xfeatures and their sizes.
 * Linux xstate.c fpu__init_system_xstate(), init_xstate_size(). The
 * "context size" of every public boot log is held in test/linux.
 */
import { FXSAVE, SIGFRAME_KINDS, type SigframeKind } from "../../rules/frame.ts";
import type { Format } from "../../xsave/component.ts";
import { hex } from "../../xsave/mask.ts";
import { checkOptions, MASK, OBJECT, oneOf, type Table } from "../../xsave/options.ts";
import { checkMask, enumerated, type Processor, userPart } from "../../xsave/processor.ts";
import { createSizes, type Sizes } from "./sizes.ts";
import type { KernelVersion } from "./version.ts";
import { checkVersion } from "./version-check.ts";
import { FP_SSE, GUEST_ONLY, MANAGED, type Xfeatures, xfeaturesOf } from "./xfeatures.ts";

/** A mask and the bytes of a buffer that holds it. */
export interface Buffer {
  readonly features: Xfeatures;
  /** Bytes. */
  readonly size: number;
}

export interface Configuration {
  readonly cpu: Processor;
  readonly version: KernelVersion;
  readonly sizes: Sizes;
  /** XCR0 | IA32_XSS of the host, as given. */
  readonly hostMask: bigint;
  /** Format of buffers in the kernel: compacted with XSAVES (or XSAVEC, from 5.19). */
  readonly format: Format;
  /** Off where the kernel gave XSAVE up at boot: every buffer is an FXSAVE image of 512 bytes. */
  readonly xsave: "on" | "off";
  /** Whether tasks can be 32-bit ones, whose signal frames are larger. */
  readonly sigframe: SigframeKind;
  /** Bytes of a kernel buffer in `format`, as the version computes them. */
  readonly kernelSize: (xfeatures: Xfeatures) => number;
  /** Bytes that XSAVES (or XSAVE, in the standard format) really writes. */
  readonly needed: (xfeatures: Xfeatures) => number;
  /** User xfeatures of the processor, whether the host has them or not. */
  readonly user: Xfeatures;
  /** Whatever needs permission and is there: user xfeatures under XFD. */
  readonly dynamic: Xfeatures;
  /** fpu_kernel_cfg.max_features, max_size: the "context size" of the boot log. */
  readonly kernelMax: Buffer;
  /** fpu_kernel_cfg.default_features, default_size: what a task's buffer begins with. */
  readonly kernelDefault: Buffer;
  /** fpu_user_cfg.max_features, max_size. */
  readonly userMax: Buffer;
  /** fpu_user_cfg.default_features, default_size. */
  readonly userDefault: Buffer;
  /** guest_default_cfg (6.17); before, guests share the kernel default. */
  readonly guestDefault: Buffer;
  /** What the buffer of a new vCPU holds. */
  readonly vcpuDefault: Buffer;
  /** The guest-only xfeature of the host, where this version knows of one. */
  readonly guestOnly: Xfeatures;
}

export interface BootOptions {
  /** Xfeatures in XCR0 | IA32_XSS of the host; what `cpu` has and some version manages. */
  readonly hostMask?: bigint;
  /** User components that need permission; those with XFD. */
  readonly dynamic?: bigint;
  readonly format?: Format;
  readonly xsave?: "on" | "off";
  readonly sigframe?: SigframeKind;
  /** Sizes of the same processor and version, to share what they remember. */
  readonly sizes?: Sizes;
}

/** What each of them may be. */
export const BOOT_OPTIONS: Table<BootOptions> = {
  hostMask: MASK,
  dynamic: MASK,
  format: oneOf("format", ["standard", "compacted"]),
  xsave: oneOf("state of XSAVE", ["on", "off"]),
  sigframe: oneOf("kind of signal frame", SIGFRAME_KINDS),
  sizes: OBJECT,
};

/** Every xfeature of `cpu` that some version manages. */
export const managed = (cpu: Processor): bigint => enumerated(cpu) & MANAGED;

/** The components of `cpu` under XFD. CPUID.0DH.i:ECX[2]. */
export const xfdComponents = (cpu: Processor): bigint =>
  cpu.components.reduce((mask, { bit, xfd }) => (xfd ? mask | (1n << BigInt(bit)) : mask), 0n);

/**
 * The kernel `version`, booted on `cpu`.
 *
 * The host mask is taken as given, except for CET_S, which no default mask holds before 6.17.
 *
 * @throws {RangeError} if x87 or SSE is missing, a dynamic xfeature is no user one, or a bit is
 *   too high.
 */
export function boot(
  cpu: Processor,
  version: KernelVersion,
  options: BootOptions = {},
): Configuration {
  checkOptions("boot", options, BOOT_OPTIONS);
  checkVersion(version);
  const {
    hostMask = managed(cpu),
    dynamic: needsPermission = xfdComponents(cpu),
    format = "compacted",
    xsave = "on",
    sigframe = "with 32-bit emulation",
    sizes = createSizes(cpu, version),
  } = options;
  checkMask(cpu, hostMask);
  const host = xfeaturesOf(hostMask);
  if ((host & FP_SSE) !== FP_SSE) {
    throw new RangeError(
      `${hex(hostMask)} lacks x87 or SSE (0x3): without them the kernel turns XSAVE off`,
    );
  }
  const user = xfeaturesOf(userPart(cpu, enumerated(cpu) | hostMask) & LOW);
  const dynamicAsked = xfeaturesOf(needsPermission);
  const wrong = dynamicAsked & (~user | FP_SSE);
  if (wrong !== 0) {
    throw new RangeError(
      `${hex(BigInt(wrong))} cannot be dynamic: only extended user components can`,
    );
  }
  // Without XSAVES there is no supervisor state at all.
  const kept = format === "compacted" ? host : host & user;
  const { guestOnly: place } = version;
  const max = place === "nowhere" ? kept & ~GUEST_ONLY : kept;
  const guestOnly = max & GUEST_ONLY;
  const dynamic = max & user & dynamicAsked;
  const kernelDefault = max & ~dynamic & ~GUEST_ONLY;
  const guestDefault = place === "guest defaults" ? max & ~dynamic : kernelDefault;
  const vcpuDefault = place === "buffer" ? guestDefault | guestOnly : guestDefault;
  const compacted = format === "compacted";
  const kernelSize = compacted ? sizes.compacted : sizes.computed;
  // Linux fpu__init_disable_system_xstate(): the masks stay, which prctl still shows (live, 6.17).
  const bytes = (size: number): number => (xsave === "on" ? size : FXSAVE);
  const kernelBuffer = (features: Xfeatures): Buffer => ({
    features,
    size: bytes(kernelSize(features)),
  });
  const userBuffer = (features: Xfeatures): Buffer => ({
    features,
    size: bytes(sizes.computed(features)),
  });
  return {
    cpu,
    version,
    sizes,
    hostMask,
    format,
    xsave,
    sigframe,
    kernelSize,
    needed: compacted ? sizes.compacted : sizes.standard,
    user,
    dynamic,
    kernelMax: kernelBuffer(max),
    kernelDefault: kernelBuffer(kernelDefault),
    // CPUID.0DH.0:EBX after XSETBV: hardware's own answer, whatever the version computes.
    userMax: { features: max & user, size: bytes(sizes.standard(max & user)) },
    userDefault: userBuffer(kernelDefault & user),
    guestDefault: kernelBuffer(guestDefault),
    vcpuDefault: kernelBuffer(vcpuDefault),
    guestOnly,
  };
}

const LOW = (1n << 31n) - 1n;
