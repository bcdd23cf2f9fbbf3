/** What a promise of the kernel is, and the words that every promise is told in. */

import type { Observed } from "../../rules/rule.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Configuration } from "../kernel/configuration.ts";
import { hexOf, type Xfeatures } from "../kernel/xfeatures.ts";
import type { Process, ProcessPart, Vcpu } from "../model/process.ts";

/** Why a kernel that breaks a promise is meant to: the promise asks for more than was given. */
export interface Meant {
  readonly because: string;
  readonly source: string;
}

export interface KernelProperty {
  /** As `--property` takes it: `buffer-fits`. */
  readonly name: string;
  /** Its number: B1. */
  readonly id: string;
  /** One sentence: what it protects. */
  readonly protects: string;
  /** The mail or the commit that promises it. */
  readonly source: string;
  /** What running kernels answered, where one was asked: kept or broken. */
  readonly observed?: Observed;
  /** Where a broken one is by design. */
  readonly meant?: Meant;
  /** The part of the process that it is about; left out, all of it. */
  readonly reads?: ProcessPart;
  readonly holds: (config: Configuration, process: Process) => boolean;
  /** In a state that breaks it: the bytes between what is and what should be. */
  readonly shortfall?: (config: Configuration, process: Process) => number;
  /** It compares masks: broken with a shortfall of 0 bytes, it is hidden by padding. */
  readonly comparesMasks?: true;
  /** In a state that breaks it: the numbers. */
  readonly detail: (config: Configuration, process: Process) => string;
}

type Fields = Omit<KernelProperty, "holds" | "shortfall" | "detail"> & {
  readonly holds: (config: Configuration, vcpu: Vcpu, process: Process) => boolean;
  readonly shortfall?: (config: Configuration, vcpu: Vcpu, process: Process) => number;
  readonly detail: (config: Configuration, vcpu: Vcpu, process: Process) => string;
};

/** A property that holds where there is no vCPU, and is asked only where there is one. */
export const ofVcpu = ({ holds, shortfall, detail, ...rest }: Fields): KernelProperty => ({
  ...rest,
  reads: "guest",
  holds: (config, process) => process.vcpu === null || holds(config, process.vcpu, process),
  ...(shortfall && {
    shortfall: (config, process) =>
      process.vcpu === null ? 0 : shortfall(config, process.vcpu, process),
  }),
  detail: (config, process) => (process.vcpu === null ? "" : detail(config, process.vcpu, process)),
});

/** A set as people read it: `0xc00 (PASID+CET_U)`. */
export const namedOf = ({ cpu }: Configuration, xfeatures: Xfeatures): string =>
  `${hexOf(xfeatures)} (${maskNames(cpu, BigInt(xfeatures))})`;

/** "12 bytes" or "1 byte". */
export const bytes = (n: number): string => `${n} ${n === 1 ? "byte" : "bytes"}`;
