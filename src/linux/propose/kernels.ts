/** What a change of a processor is to one kernel version: its numbers, and the promises that break. */

import { finish } from "../../check/explore.ts";
import { BOUNDS, type Bounds } from "../../check/search.ts";
import { asProcessor, enumerated, type Processor, userPart } from "../../xsave/processor.ts";
import { type CheckReport, checking } from "../check.ts";
import { boot, managed, xfdComponents } from "../kernel/configuration.ts";
import { formatIn } from "../kernel/host.ts";
import type { KernelVersion } from "../kernel/version.ts";
import { LAST_XFEATURE, MANAGED } from "../kernel/xfeatures.ts";
import { type KernelNumbers, kernelNumbers } from "../numbers.ts";

/** A promise on either processor. */
export interface PromiseTurn {
  readonly id: string;
  readonly name: string;
  /** breaks: it held; worse: more bytes are missing; undecided: a bound of the search was met. */
  readonly turn: "breaks" | "worse" | "undecided";
  /** Operations in the shortest trace that breaks it; null where undecided. */
  readonly steps: number | null;
  readonly detail: string | null;
  /** Bytes missing in the worst state; null where it is not about bytes. */
  readonly shortfall: number | null;
}

export interface KernelTurn {
  readonly version: KernelVersion;
  readonly before: KernelNumbers;
  readonly after: KernelNumbers;
  /** The first to break first: by length of trace. */
  readonly promises: readonly PromiseTurn[];
}

/**
 * New components that no version manages: each is taken to. What a processor has already and Linux
 * leaves alone, it leaves alone still.
 */
export const assumedManaged = (before: Processor, after: Processor): bigint =>
  enumerated(after) & ~enumerated(before) & ~MANAGED;

const hostMasks = (before: Processor, after: Processor): readonly [bigint, bigint] => [
  managed(before),
  managed(after) | assumedManaged(before, after),
];

/** Why no kernel can be asked; null where they can be. */
export function whyNoKernel(before: Processor, after: Processor): string | null {
  const high = assumedManaged(before, after) >> BigInt(LAST_XFEATURE + 1);
  if (high !== 0n) return `the kernel model holds xfeatures up to ${LAST_XFEATURE}`;
  const bare = hostMasks(before, after).some((mask) => (mask & 3n) !== 3n);
  return bare ? "without x87 and SSE the kernel turns XSAVE off" : null;
}

/** What `kernelTurning` answers in the end, without a look up. */
export const kernelTurned = (
  before: Processor,
  after: Processor,
  version: KernelVersion,
  bounds: Bounds = BOUNDS,
): KernelTurn => finish(kernelTurning(before, after, version, bounds));

/**
 * `version` on `before` and on `after`, as if it managed the new components; the search as `check`
 * does it. Yields the number of states now and then, so that it can be given up.
 */
export function* kernelTurning(
  before: Processor,
  after: Processor,
  version: KernelVersion,
  bounds: Bounds,
): Generator<number, KernelTurn> {
  for (const cpu of [before, after]) asProcessor(cpu);
  const [was, is] = hostMasks(before, after);
  const optionsOf = (cpu: Processor, hostMask: bigint) => ({
    ...{ hostMask, dynamic: userPart(cpu, xfdComponents(cpu) & hostMask) },
  });
  const numbersOf = (cpu: Processor, hostMask: bigint) => {
    const format = formatIn(cpu, version.releases?.until ?? null);
    return kernelNumbers(boot(cpu, version, { ...optionsOf(cpu, hostMask), format }));
  };
  const old = yield* checking(before, version, { ...optionsOf(before, was), bounds });
  const now = yield* checking(after, version, { ...optionsOf(after, is), bounds });
  return {
    version,
    before: numbersOf(before, was),
    after: numbersOf(after, is),
    promises: promisesTurned(old, now),
  };
}

function promisesTurned(old: CheckReport, now: CheckReport): PromiseTurn[] {
  return now.properties
    .flatMap<PromiseTurn>(({ id, name, holds, steps, detail, worst, shortfall }, p) => {
      const was = old.properties[p];
      const words = { id, name, steps, detail: worst ?? detail, shortfall };
      if (holds === null || (holds === false && was?.holds === null)) {
        return [{ ...words, turn: "undecided" }];
      }
      if (holds) return [];
      if (was?.holds) return [{ ...words, turn: "breaks" }];
      const worse = (shortfall ?? 0) > (was?.shortfall ?? 0);
      return worse ? [{ ...words, turn: "worse" }] : [];
    })
    .sort((a, b) => rank(a) - rank(b));
}

const ORDER = ["breaks", "worse", "undecided"];
const rank = ({ turn, steps }: PromiseTurn): number => ORDER.indexOf(turn) * 1e6 + (steps ?? 0);
