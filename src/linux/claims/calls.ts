/** The sequences of calls that several claims are decided by. */
import type { Configuration } from "../kernel/configuration.ts";
import {
  type Call,
  createVcpuCall,
  reqGuestPerm,
  setCpuid2,
  setXsaveCall,
} from "../model/operations.ts";
import { play, vcpuOf } from "../model/scenario.ts";
import { AMX, AMX_MASK } from "./claim.ts";

/** AVX-512 made dynamic: bits 6 and 7 on a host without AMX. */
export const AVX512 = { hostMask: 0x1ee7n, dynamic: 0xc0n };

/** Permission to AMX, a vCPU, AMX in its CPUID. */
export const grow = (config: Configuration): Call[] => [
  reqGuestPerm(config, AMX),
  createVcpuCall(config),
  setCpuid2(config, AMX_MASK),
];

/** The same, with registers set before CPUID. */
export const overwrite = (config: Configuration): Call[] => [
  reqGuestPerm(config, AMX),
  createVcpuCall(config),
  setXsaveCall(config),
  setCpuid2(config, AMX_MASK),
];

/** The two requests of the mail, and a vCPU that gets both. */
export const both = (config: Configuration, first: number, second: number): Call[] => [
  reqGuestPerm(config, first),
  reqGuestPerm(config, second),
  createVcpuCall(config),
  setCpuid2(config, (1 << first) | (1 << second)),
];

/** Bytes that the buffer lacks after `calls` for what it holds then. */
export function bytesShort(config: Configuration, calls: readonly Call[]): number {
  const vcpu = vcpuOf(play(config, calls).end);
  return Math.max(0, config.sizes.compacted(vcpu.xfeatures) - vcpu.size);
}
