/**
 * What a process and its VMM can do, as operations of a model. The default ones are fixed in the
 * design: no allocation fails, no exec, no clone; those come on request.
 */
import type { Operation, Outcome } from "../../check/model.ts";
import type { Configuration } from "../kernel/configuration.ts";
import { hexOf, listOf, type Xfeatures } from "../kernel/xfeatures.ts";
import { ENOMEM } from "./errno.ts";
import { clone, exec, fork, xfdFault } from "./fpstate.ts";
import {
  createVcpu,
  run,
  setCpuid,
  setXcr0,
  setXsave,
  supportedByHost,
  writeXfd,
  writeXss,
} from "./kvm.ts";
import { supportedXss } from "./kvm-cpuid.ts";
import { requestPerm } from "./perm.ts";
import type { Process, ProcessPart, Vcpu } from "./process.ts";
import { contestedStack, stackPasses } from "./signal.ts";
import { largestXcr0 } from "./xcr0.ts";

/** Where `touches` is left out it is both: exec and clone, and what makes fork look at the thread. */
export type Call = Operation<Process> & { readonly touches?: ProcessPart };

const done = (state: Process): Outcome<Process> => ({ state, result: 0 });

/** An operation on the vCPU: nobody can call it where there is none. */
const onVcpu = (name: string, call: (process: Process, vcpu: Vcpu) => Outcome<Process>): Call => ({
  name,
  touches: "guest",
  call: (process) => (process.vcpu ? call(process, process.vcpu) : null),
});

export const reqGuestPerm = (config: Configuration, feature: number): Call => ({
  name: `REQ_GUEST_PERM(${feature})`,
  touches: "guest",
  call: (process) => requestPerm(config, process, feature, "guest"),
});

export const reqPerm = (config: Configuration, feature: number): Call => ({
  name: `REQ_PERM(${feature})`,
  touches: "own",
  call: (process) => requestPerm(config, process, feature, "host"),
});

/** One vCPU a process. */
export const createVcpuCall = (config: Configuration): Call => ({
  name: "CREATE_VCPU",
  touches: "guest",
  call: (process) => (process.vcpu ? null : createVcpu(config, process)),
});

/** CPUID with every xfeature that KVM supports and is not dynamic, and `dynamic` of the others. */
export const setCpuid2 = (config: Configuration, dynamic: Xfeatures, allocates = true): Call => {
  const cpuid = (supportedByHost(config) & ~config.dynamic) | dynamic;
  return onVcpu(`SET_CPUID2(${hexOf(dynamic)}${allocates ? "" : ", no memory"})`, (process, vcpu) =>
    setCpuid(config, process, vcpu, cpuid, allocates),
  );
};

/** The largest legal XCR0 that the guest's CPUID allows. */
export const setXcrs = (): Call =>
  onVcpu("SET_XCRS", (process, vcpu) => setXcr0(process, vcpu, largestXcr0(vcpu.supportedXcr0)));

/** Registers in x87, SSE and AVX, as far as they need no permission. */
export const setXsaveCall = (config: Configuration): Call => {
  const xstateBv = config.userDefault.features & 0x7;
  return onVcpu("SET_XSAVE", (process, vcpu) => setXsave(config, process, vcpu, xstateBv));
};

export const kvmRun = (): Call => onVcpu("KVM_RUN", (process, vcpu) => done(run(process, vcpu)));

export const kvmRunImmediateExit = (): Call =>
  onVcpu("KVM_RUN(immediate_exit)", (process, vcpu) => done(run(process, vcpu, true)));

/**
 * Of the process's own part it resets the thread, which is as it began unless a fault made it grow
 * (the group `fault`, which touches all), and permissions where none can be asked for.
 */
export const forkCall = (config: Configuration): Call => ({
  name: "FORK",
  touches: "guest",
  call: (process) => done(fork(config, process)),
});

/** A stack one byte short for a request of every dynamic xfeature. */
export const sigaltstack = (config: Configuration): Call => {
  const sasSize = contestedStack(config);
  return {
    name: `SIGALTSTACK(${sasSize})`,
    touches: "own",
    call: (process) =>
      stackPasses(config, sasSize, process.perm)
        ? done(process.sasSize === sasSize ? process : { ...process, sasSize })
        : { state: process, result: ENOMEM },
  };
};

/** Every subset of a set, the empty one first. */
export function subsetsOf(xfeatures: Xfeatures): Xfeatures[] {
  let subsets: Xfeatures[] = [0];
  for (const n of listOf(xfeatures)) {
    subsets = [...subsets, ...subsets.map((subset) => subset | (1 << n))];
  }
  return subsets;
}

/** The operations explored unless more are asked for, in the order ties between traces go. */
export function defaultOperations(config: Configuration): Call[] {
  const dynamic = listOf(config.dynamic);
  return [
    ...dynamic.map((feature) => reqGuestPerm(config, feature)),
    createVcpuCall(config),
    ...subsetsOf(config.dynamic).map((subset) => setCpuid2(config, subset)),
    setXcrs(),
    setXsaveCall(config),
    kvmRun(),
    forkCall(config),
    ...dynamic.map((feature) => reqPerm(config, feature)),
    sigaltstack(config),
  ];
}

/** The groups of operations that are explored on request, with what each adds. */
export const EXTRA_OPERATIONS = {
  exec: (config) => [{ name: "EXEC", call: (process) => done(exec(config, process)) }],
  clone: (config) => [{ name: "CLONE", call: (process) => done(clone(config, process)) }],
  nomem: (config) => [
    {
      name: "CREATE_VCPU(no memory)",
      touches: "guest",
      call: (process) => (process.vcpu ? null : createVcpu(config, process, "no buffer")),
    },
    {
      name: "CREATE_VCPU(fails later)",
      touches: "guest",
      call: (process) => (process.vcpu ? null : createVcpu(config, process, "later")),
    },
    ...subsetsOf(config.dynamic)
      .filter((subset) => subset !== 0)
      .map((subset) => setCpuid2(config, subset, false)),
  ],
  badid: (config) => [
    {
      name: "CREATE_VCPU(id out of range)",
      touches: "guest",
      call: (process) => createVcpu(config, process, "bad id"),
    },
  ],
  fault: (config) =>
    listOf(config.dynamic).map((feature) => ({
      name: `FIRST_USE(${feature})`,
      call: (process) => xfdFault(config, process, feature, true),
    })),
  xfd: (config) =>
    (["guest", "host"] as const).flatMap((who) =>
      subsetsOf(config.dynamic).map((subset) =>
        onVcpu(`${who.toUpperCase()}_XFD(${hexOf(subset)})`, (process, vcpu) =>
          writeXfd(config, process, vcpu, subset, who),
        ),
      ),
    ),
  xss: (config) => {
    const supported = supportedXss(config);
    return [onVcpu("GUEST_XSS", (process, vcpu) => writeXss(supported, process, vcpu, supported))];
  },
} satisfies Record<string, (config: Configuration) => Call[]>;

export type ExtraOperations = keyof typeof EXTRA_OPERATIONS;
