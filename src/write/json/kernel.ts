/** The document "xsweep/kernel@1". */
import type { Buffer } from "../../linux/kernel/configuration.ts";
import { unmanagedIn } from "../../linux/kernel/host.ts";
import { notesOf } from "../../linux/kernel/version.ts";
import { hexOf } from "../../linux/kernel/xfeatures.ts";
import type { KernelNumbers, Stage } from "../../linux/numbers.ts";
import { hex } from "../../xsave/mask.ts";

const schema = "xsweep/kernel@1";

const buffer = ({ features, size }: Buffer) => ({ mask: hexOf(features), size });
const stage = ({ guest, ...rest }: Stage) => ({ guest: buffer(guest), ...rest });

export function kernelJson(numbers: KernelNumbers, vcpus: number, asked: string | null): object {
  const { config, whyNoBoot, minSigStkSz, minSigStkSz64, task32, without, permitted, optIn } =
    numbers;
  return {
    schema,
    cpu: config.cpu.id,
    kernel: config.version.id,
    asked,
    known: config.version.known,
    ran: config.version.ran,
    notes: notesOf(config.version),
    boots: whyNoBoot === null,
    why: whyNoBoot,
    hostMask: hex(config.hostMask),
    unmanaged: hex(unmanagedIn(config.cpu, asked) & ~config.hostMask),
    format: config.format,
    xsave: config.xsave,
    dynamic: hexOf(config.dynamic),
    kernelMax: buffer(config.kernelMax),
    kernelDefault: buffer(config.kernelDefault),
    guestDefault: buffer(config.guestDefault),
    userMax: buffer(config.userMax),
    userDefault: buffer(config.userDefault),
    minSigStkSz,
    minSigStkSz64,
    task32,
    without: stage(without),
    permitted: permitted && stage(permitted),
    optIn,
    vcpus: {
      count: vcpus,
      without: without.vcpu.bytes * vcpus,
      permitted: permitted && permitted.vcpu.bytes * vcpus,
      optIn: optIn && optIn.bytes * vcpus,
    },
  };
}

/** Several processors: a document each. */
export const kernelsJson = (
  all: readonly KernelNumbers[],
  vcpus: number,
  asked: string | null,
): object => ({ schema, kernels: all.map((numbers) => kernelJson(numbers, vcpus, asked)) });
