/** The document "xsweep/kernel@1". */
import type { Buffer } from "../../linux/kernel/configuration.ts";
import { hexOf } from "../../linux/kernel/xfeatures.ts";
import type { KernelNumbers, Stage } from "../../linux/numbers.ts";
import { hex } from "../../xsave/mask.ts";

const buffer = ({ features, size }: Buffer) => ({ mask: hexOf(features), size });
const stage = ({ guest, ...rest }: Stage) => ({ guest: buffer(guest), ...rest });

export function kernelJson(numbers: KernelNumbers, vcpus: number): object {
  const { config, minSigStkSz, without, permitted, optIn } = numbers;
  return {
    schema: "xsweep/kernel@1",
    cpu: config.cpu.id,
    kernel: config.version.id,
    known: config.version.known,
    notes: config.version.notes,
    hostMask: hex(config.hostMask),
    format: config.format,
    dynamic: hexOf(config.dynamic),
    kernelMax: buffer(config.kernelMax),
    kernelDefault: buffer(config.kernelDefault),
    guestDefault: buffer(config.guestDefault),
    userMax: buffer(config.userMax),
    userDefault: buffer(config.userDefault),
    minSigStkSz,
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
