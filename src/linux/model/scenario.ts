/** One sequence of calls on a booted kernel, played: what a claim's evidence is made of. */
import type { Taken } from "../../check/search.ts";
import type { Configuration } from "../kernel/configuration.ts";
import { initialProcess } from "./fpstate.ts";
import type { Call } from "./operations.ts";
import type { Process, Vcpu } from "./process.ts";

export interface Played {
  readonly steps: readonly Taken<Process>[];
  /** What each call answered. */
  readonly results: readonly number[];
  /** The process after the last call. */
  readonly end: Process;
}

/**
 * `calls` one after the other, from a process right after boot.
 *
 * @throws {RangeError} if one cannot be called where it stands.
 */
export function play(config: Configuration, calls: readonly Call[]): Played {
  const steps: Taken<Process>[] = [];
  let end = initialProcess(config);
  for (const { name, call } of calls) {
    const outcome = call(end);
    if (!outcome) throw new RangeError(`${name} cannot be called here: there is no vCPU, or one`);
    steps.push({ operation: name, result: outcome.result, before: end, after: outcome.state });
    end = outcome.state;
  }
  return { steps, results: steps.map(({ result }) => result), end };
}

/** The vCPU of a process that has one. @throws {RangeError} if it has none. */
export function vcpuOf({ vcpu }: Process): Vcpu {
  if (!vcpu) throw new RangeError("the process has no vCPU: play CREATE_VCPU first");
  return vcpu;
}
