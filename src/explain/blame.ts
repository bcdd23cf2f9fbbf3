/** Who is at fault for a complaint, since which release it is mended, and what shows more. */
import type { ComplaintKind } from "../read/log/complaints.ts";

export type Party =
  | "processor, firmware or hypervisor"
  | "hypervisor"
  | "kernel"
  | "host's kernel or the guest's CPUID"
  | "whoever wrote the image"
  | "command line or CPUID"
  | "not known";

export interface Blame {
  readonly party: Party;
  /** The release of Linux from which on it does not come any more; null where none is known. */
  readonly mended: string | null;
  /** One command that shows more. */
  readonly more: string;
}

const ROWS = "cpuid -1 -r -l 0xd | xsweep explain -";

// biome-ignore format: one complaint per row
export const BLAME: Readonly<Record<ComplaintKind, Blame>> = {
  "dumping-leaves":        { party: "not known", mended: null, more: ROWS },
  "no-xsaves":             { party: "hypervisor", mended: null, more: ROWS },
  "no-structure":          { party: "kernel", mended: null, more: "xsweep kernel --changed --cpu CPU" },
  "structure-size":        { party: "processor, firmware or hypervisor", mended: null, more: ROWS },
  misordered:              { party: "kernel", mended: "6.16", more: "xsweep diff --rule linux-5.18-standard --cpu granite-rapids-apx" },
  "both-apx-mpx":          { party: "hypervisor", mended: null, more: "xsweep layout MASK --cpu granite-rapids-apx" },
  "no-fp-sse":             { party: "hypervisor", mended: null, more: "xsweep diff --legality svsm --cpu CPU" },
  modified:                { party: "not known", mended: null, more: ROWS },
  "buffer-too-small":      { party: "kernel", mended: null, more: "xsweep kernel --cpu CPU" },
  "xsave-disabled":        { party: "not known", mended: null, more: "dmesg | xsweep explain -" },
  "legacy-fpu":            { party: "command line or CPUID", mended: null, more: "xsweep kernel --xsave off --cpu CPU" },
  "bad-image":             { party: "whoever wrote the image", mended: null, more: "xsweep xrstor --cpu CPU --image FILE" },
  "unsupported-state":     { party: "kernel", mended: null, more: "xsweep kernel --cpu CPU" },
  "no-fixed-offset":       { party: "kernel", mended: "6.1", more: "xsweep layout --cpu CPU" },
  "alignment-of-disabled": { party: "kernel", mended: "5.17", more: "xsweep layout --cpu CPU" },
  "kvm-inadequate-fpu":    { party: "processor, firmware or hypervisor", mended: null, more: "xsweep explain host" },
  "kvm-msr":               { party: "host's kernel or the guest's CPUID", mended: null, more: "xsweep cpuid --cpu CPU" },
};

/** "at fault: kernel; mended in 6.16; more: …" */
export function blameText(kind: ComplaintKind): string {
  const { party, mended, more } = BLAME[kind];
  const since = mended === null ? "no release is known to mend it" : `mended in ${mended}`;
  return `at fault: ${party}; ${since}; more: ${more}`;
}
