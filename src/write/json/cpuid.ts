/** The document "xsweep/cpuid@1": leaf 0DH, or every setting of XCR0 and IA32_XSS. */
import type { CpuidLeaf, CpuidTotals } from "../../questions/cpuid.ts";
import { hex } from "../../xsave/mask.ts";
import { hex8 } from "../cpuid.ts";

const SCHEMA = "xsweep/cpuid@1";

export const cpuidJson = ({ cpu, xcr0, xss, subleaves }: CpuidLeaf): object => ({
  schema: SCHEMA,
  cpu,
  xcr0: hex(xcr0),
  xss: hex(xss),
  subleaves: subleaves.map(({ subleaf, eax, ebx, ecx, edx }) => ({
    subleaf,
    eax: hex8(eax),
    ebx: hex8(ebx),
    ecx: hex8(ecx),
    edx: hex8(edx),
  })),
});

/** The settings of one processor. */
export interface CpuidSettings {
  readonly cpu: string;
  readonly rows: readonly CpuidTotals[];
}

const settingsJson = ({ cpu, rows }: CpuidSettings): object => ({
  cpu,
  rows: rows.map(({ xcr0, xss, ebx0, ebx1 }) => ({ xcr0: hex(xcr0), xss: hex(xss), ebx0, ebx1 })),
});

/** One processor is the document itself. */
export const cpuidTotalsJson = (all: readonly CpuidSettings[]): object => {
  const [one, second] = all;
  return one && second === undefined
    ? { schema: SCHEMA, ...settingsJson(one) }
    : { schema: SCHEMA, cpus: all.map(settingsJson) };
};
