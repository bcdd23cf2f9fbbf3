/**
 * What a claim of the mail thread is, and the tools its evidence is made with. The thread: "Re: [PATCH
 * v6 06/25] x86/fpu/xstate: Opt-in kernel dynamic bits when calculate guest xstate size", M. Levitsky,
 * 2 November 2023, and the mails it answers and those that answer it. A computed claim is decided when
 * it is asked for: where the model does not bear the verdict out, the answer says so.
 */
import { processor } from "../../catalogue/index.ts";
import { explore } from "../../check/explore.ts";
import { always } from "../../check/model.ts";
import type { Exploration } from "../../check/search.ts";
import type { Observed } from "../../rules/rule.ts";
import { bit, popcount, subsetAt } from "../../xsave/mask.ts";
import { type BootOptions, boot, type Configuration, managed } from "../kernel/configuration.ts";
import { createSizes, type Sizes } from "../kernel/sizes.ts";
import { type KernelVersion, VERSIONS, version } from "../kernel/version.ts";
import { kernelModel } from "../kernel-model.ts";
import type { Call } from "../model/operations.ts";
import type { Process } from "../model/process.ts";

/** What the model says. */
export interface Decision {
  /** The verdict is borne out. */
  readonly stands: boolean;
  /** The numbers, all computed. */
  readonly evidence: string;
}

/** Calls that show a claim, on any version. */
export interface Scenario extends BootOptions {
  readonly calls: (config: Configuration) => readonly Call[];
}

export interface Claim {
  readonly id: string;
  readonly who: string;
  /** At most 15 words. */
  readonly quote: string;
  readonly verdict: string;
  /** A scenario or a sweep; or, as text, the observation or the reading that it rests on. */
  readonly decide: (() => Decision) | string;
  /** Where the rule or the observation is found. */
  readonly source: string;
  /** What running kernels answered, where one was asked. */
  readonly observed?: Observed;
  readonly scenario?: Scenario;
}

export const SPR = processor("sapphire-rapids");
export const ZEN_4_HOST = processor("zen-4");
/** Everything Linux manages on Sapphire Rapids: the host of the mail. */
export const HOST = 0x61ee7n;
/** XTILEDATA. */
export const AMX = 18;
export const AMX_MASK = 1 << AMX;

/** Kernel `id` on Sapphire Rapids with the host mask of the mail, or what `options` say. */
export const kernel = (id: string, options: BootOptions = {}): Configuration =>
  boot(SPR, version(id), { hostMask: HOST, ...options });

/** "linux-5.16, linux-5.18": the versions for which `test` is true. */
export const versionsWhere = (test: (config: Configuration) => boolean): string[] =>
  VERSIONS.filter(({ id }) => test(kernel(id))).map(({ id }) => id);

/** A search for a state where `holds` is false, over every sequence of calls. */
export const everywhere = (
  config: Configuration,
  holds: (process: Process) => boolean,
): Exploration<Process> =>
  explore({ ...kernelModel(config), properties: [always("asked", holds)] });

/** Every kernel that has all of `fixed`, x87 and SSE, and any of what Linux manages beside. */
export function* everyHost(
  cpu: typeof SPR,
  kernelVersion: KernelVersion,
  fixed: bigint,
  dynamic?: bigint,
): Generator<Configuration> {
  const sizes: Sizes = createSizes(cpu, kernelVersion);
  const universe = managed(cpu) & ~fixed & ~3n;
  for (let i = 0; i < 2 ** popcount(universe); i++) {
    const hostMask = subsetAt(universe, BigInt(i)) | fixed | 3n;
    yield boot(cpu, kernelVersion, { hostMask, sizes, ...(dynamic ? { dynamic } : {}) });
  }
}

export const bits = (...numbers: readonly number[]): bigint =>
  numbers.reduce((mask, n) => mask | bit(n), 0n);
