/** A booted kernel as "xsweep/linux" gives it: masks are bigints, as everywhere outside the model. */
import type { Processor } from "../xsave/processor.ts";
import { type BootOptions, type Buffer, boot, type Configuration } from "./kernel/configuration.ts";
import type { KernelVersion } from "./kernel/version.ts";
import { type KernelNumbers, kernelNumbers, type Stage } from "./numbers.ts";

/** A mask and the bytes of a buffer that holds it. */
export interface MaskBuffer {
  readonly features: bigint;
  /** Bytes. */
  readonly size: number;
}

type Buffers =
  | "kernelMax"
  | "kernelDefault"
  | "userMax"
  | "userDefault"
  | "guestDefault"
  | "vcpuDefault";
type Masks = "user" | "dynamic" | "guestOnly";
type InModel = "sizes" | "kernelSize" | "needed";

/** What the kernel settles at boot; each field as in the model's `Configuration`. */
export type BootedKernel = Omit<Configuration, Buffers | Masks | InModel> &
  Readonly<Record<Buffers, MaskBuffer>> &
  Readonly<Record<Masks, bigint>>;

/** A stage of `BootedNumbers`, its mask a bigint. */
export type KernelStage = Omit<Stage, "guest"> & { readonly guest: MaskBuffer };

/** Sizes and masks of one kernel on one host, and what opting in costs. */
export type BootedNumbers = Omit<KernelNumbers, "config" | "without" | "permitted"> & {
  readonly config: BootedKernel;
  readonly without: KernelStage;
  readonly permitted: KernelStage | null;
};

const configurations = new WeakMap<BootedKernel, Configuration>();

const outside = ({ features, size }: Buffer): MaskBuffer => ({ features: BigInt(features), size });

/**
 * The kernel `version`, booted on `cpu`. Masks are bigints, sizes bytes.
 *
 * @throws {RangeError} if the host mask lacks x87 or SSE or has a bit that `cpu` lacks, a dynamic
 *   xfeature is no user one, or a field of the version means nothing.
 * @throws {TypeError} if an option or a field of the version is of the wrong kind, or unknown.
 */
export function booted(
  cpu: Processor,
  version: KernelVersion,
  options: Omit<BootOptions, "sizes"> = {},
): BootedKernel {
  const config = boot(cpu, version, options);
  const { sizes, kernelSize, needed, ...settled } = config;
  const kernel: BootedKernel = Object.freeze({
    ...settled,
    user: BigInt(config.user),
    dynamic: BigInt(config.dynamic),
    guestOnly: BigInt(config.guestOnly),
    kernelMax: outside(config.kernelMax),
    kernelDefault: outside(config.kernelDefault),
    userMax: outside(config.userMax),
    userDefault: outside(config.userDefault),
    guestDefault: outside(config.guestDefault),
    vcpuDefault: outside(config.vcpuDefault),
  });
  configurations.set(kernel, config);
  return kernel;
}

/**
 * The numbers of a booted kernel: bytes, pages, and masks as bigints.
 *
 * @throws {TypeError} if `kernel` is not what `boot` gave.
 */
export function bootedNumbers(kernel: BootedKernel): BootedNumbers {
  const config = configurations.get(kernel);
  if (!config)
    throw new TypeError("a booted kernel is what boot(cpu, version) gives, no copy of it");
  const stage = ({ guest, ...rest }: Stage): KernelStage => ({ ...rest, guest: outside(guest) });
  const { without, permitted, ...rest } = kernelNumbers(config);
  return {
    ...rest,
    config: kernel,
    without: stage(without),
    permitted: permitted && stage(permitted),
  };
}
