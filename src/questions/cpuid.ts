/**
 * CPUID leaf 0DH as a processor must report it: what a hypervisor that cuts one down has to emulate,
 * for an XCR0 and an IA32_XSS as they are set at run time. SDM2 CPUID, SDM1 13.2.
 */
import { featuresOf, hasCompaction } from "../xsave/features.ts";
import { compactedSize, standardSize } from "../xsave/layout.ts";
import { illegalities } from "../xsave/legality.ts";
import { hex } from "../xsave/mask.ts";
import { checkOptions, MASK } from "../xsave/options.ts";
import {
  bitRanges,
  componentsOf,
  enumerated,
  type Processor,
  userPart,
} from "../xsave/processor.ts";
import { legalCount, legalMasks } from "./legal-masks.ts";

/** The four registers of a sub-leaf, unsigned 32 bits each. */
export interface Subleaf {
  readonly subleaf: number;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
}

export interface CpuidLeaf {
  readonly cpu: string;
  readonly xcr0: bigint;
  readonly xss: bigint;
  /** Ascending: 0 and 1 always, then every component that is enumerated. */
  readonly subleaves: readonly Subleaf[];
}

export interface CpuidOptions {
  /** XCR0 at run time; all of the processor's by default. */
  readonly xcr0?: bigint | undefined;
  /** IA32_XSS at run time; 0 by default. */
  readonly xss?: bigint | undefined;
}

const low = (mask: bigint): number => Number(BigInt.asUintN(32, mask));
const high = (mask: bigint): number => Number(mask >> 32n);

/**
 * Leaf 0DH of `cpu`.
 *
 * @throws {RangeError} if XSETBV would refuse `xcr0`, or `xss` has a bit that IA32_XSS does not.
 */
export function cpuidLeaf(cpu: Processor, options: CpuidOptions = {}): CpuidLeaf {
  checkOptions("cpuidLeaf", options, { xcr0: MASK, xss: MASK });
  const { xcr0 = cpu.xcr0, xss = 0n } = options;
  if (options.xcr0 !== undefined) checkXcr0(cpu, xcr0);
  const beyond = xss & ~cpu.xss;
  if (beyond !== 0n) {
    throw new RangeError(
      `${hex(xss)}: IA32_XSS of ${cpu.id} (${hex(cpu.xss)}) has no bit ${bitRanges(beyond)}`,
    );
  }
  const features = featuresOf(cpu);
  const rows = componentsOf(cpu, enumerated(cpu)).map(
    ({ bit, size, offset, supervisor, align64, xfd }): Subleaf => ({
      subleaf: bit,
      eax: size,
      ebx: offset ?? 0,
      ecx: (supervisor ? 1 : 0) | (align64 ? 2 : 0) | (xfd ? 4 : 0),
      edx: 0,
    }),
  );
  const { ebx0, ebx1 } = totals(cpu, xcr0, xss);
  return {
    cpu: cpu.id,
    xcr0,
    xss,
    subleaves: [
      {
        subleaf: 0,
        eax: low(cpu.xcr0),
        ebx: ebx0,
        ecx: standardSize(cpu, cpu.xcr0),
        edx: high(cpu.xcr0),
      },
      { subleaf: 1, eax: features, ebx: ebx1, ecx: low(cpu.xss), edx: high(cpu.xss) },
      ...rows,
    ],
  };
}

function checkXcr0(cpu: Processor, xcr0: bigint): void {
  const supervisor = xcr0 & ~userPart(cpu, xcr0);
  const [why] =
    supervisor === 0n
      ? illegalities(cpu, xcr0)
      : [`bit ${bitRanges(supervisor)} is of IA32_XSS, not of XCR0`];
  if (why !== undefined) throw new RangeError(`${hex(xcr0)} is refused by XSETBV: ${why}`);
}

/** What depends on the registers: 0DH.0.EBX and 0DH.1.EBX. */
const totals = (cpu: Processor, xcr0: bigint, xss: bigint) => ({
  ebx0: standardSize(cpu, xcr0),
  // Without XSAVEC and XSAVES nothing writes the compacted format. SDM2 CPUID.
  ebx1: hasCompaction(featuresOf(cpu)) ? compactedSize(cpu, xcr0 | xss) : 0,
});

/** 0DH.0.EBX and 0DH.1.EBX for one setting of both registers. */
export interface CpuidTotals {
  readonly xcr0: bigint;
  readonly xss: bigint;
  readonly ebx0: number;
  readonly ebx1: number;
}

/** Rows beyond which there is no table of every setting. */
export const SETTINGS_MAX = 1 << 20;

/**
 * Every legal XCR0 with every part of IA32_XSS, ascending by both.
 *
 * @throws {RangeError} if there are more than SETTINGS_MAX, with the count.
 */
export function cpuidTotals(cpu: Processor): CpuidTotals[] {
  const count = legalCount(cpu);
  if (count > BigInt(SETTINGS_MAX)) {
    throw new RangeError(`${cpu.id} has ${count} legal settings, too many to list: at most 2^20`);
  }
  return [...legalMasks(cpu)]
    .map((mask) => ({ xcr0: mask & cpu.xcr0, xss: mask & cpu.xss }))
    .sort((a, b) => order(a.xcr0, b.xcr0) || order(a.xss, b.xss))
    .map(({ xcr0, xss }) => ({ xcr0, xss, ...totals(cpu, xcr0, xss) }));
}

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
