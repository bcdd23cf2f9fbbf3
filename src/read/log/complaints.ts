/**
 * Every complaint of Linux and of those who run it about the XSAVE area, and what each means.
 * Sources: arch/x86/kernel/fpu/{xstate,init,core}.c of 2.6.30 to 6.19, arch/x86/mm/extable.c,
 * arch/x86/kvm/x86.[ch] of 5.0 to 6.19, target/i386 of QEMU. That the MSRs of XSAVE stand in lines of
 * "kvm-msr" is known from memory: public logs show the line with others. The list with an example of each is docs/kernel-complaints.md.
 */

export interface Complaint {
  readonly kind: ComplaintKind;
  /** The numbers that it names, in order: components, bytes; masks stand in `masks`. */
  readonly numbers: readonly number[];
  readonly masks: readonly bigint[];
  /** A name that it gives: XFEATURE_PKRU, a CPUID register. */
  readonly name: string | null;
  /** Where it stands in the text: complaints are told in the order of the log. */
  readonly index: number;
}

/** Blanks between two words, a line end of a mail and its quoting among them. */
const S = "\\s{1,60}";
const words = (text: string): string => text.replaceAll(" ", S);
const N = "(?<a>\\d{1,9})";
const M = "(?<b>\\d{1,9})";
const X = "0x(?<x>[0-9a-f]{1,16})";
const Y = "0x(?<y>[0-9a-f]{1,16})";

const pattern = (text: string): RegExp => new RegExp(words(text), "gi");

export const COMPLAINTS = {
  "dumping-leaves": {
    pattern: pattern("XSAVE consistency problem, dumping leaves"),
    means:
      "4.2 to 5.19: one of the kernel's checks failed, and it does not say which; the rows that follow tell",
  },
  "no-xsaves": {
    pattern: pattern(`Got supervisor feature ${N}, but XSAVES not advertised`),
    means:
      "6.0 on: IA32_XSS enumerates a component without XSAVES (0DH.1.EAX[3]); the kernel turns XSAVE off",
  },
  "no-structure": {
    pattern: pattern(`no structure for xstate: ${N}`),
    means:
      "4.2 on: the kernel enabled a component that it has no structure for; it turns XSAVE off (5.16 on)",
  },
  "structure-size": {
    pattern: pattern(
      `(?<name>XFEATURE_[A-Z0-9_a-z]{1,30})\\]?: (?:struct is|calculated size is) ${N} bytes, cpu (?:state|xtile) ${M} bytes`,
    ),
    means: "4.2 on: CPUID gives a component another size than the kernel's structure has",
  },
  misordered: {
    pattern: pattern(`misordered xstate at ${N}`),
    means:
      "4.7 to 6.15: a higher component lies below a lower one; the kernel's standard size is then that of the topmost one",
  },
  "both-apx-mpx": {
    pattern: pattern(`Both APX/MPX present in the CPU's xstate features: ${X}`),
    means:
      "6.16 on: APX lies where MPX lay; no processor may have both; the kernel turns XSAVE off",
  },
  "no-fp-sse": {
    pattern: pattern(
      `FP/SSE not (?:present amongst the CPU's xstate|shown under xsave) features:? (?:0x)?(?<x>[0-9a-f]{1,16})`,
    ),
    means:
      "2.6.30 on: 0DH.0.EAX lacks x87 or SSE; up to 4.1 the kernel stops, later it turns XSAVE off",
  },
  modified: {
    pattern: pattern(`xfeatures modified from ${X} to ${Y} during init`),
    means: "5.15 on: something changed the mask while it was set up; the kernel turns XSAVE off",
  },
  "buffer-too-small": {
    pattern: pattern(`(?:init_fpstate|xstate) buffer too small \\(${N} < ${M}\\)`),
    means: "4.8 on: the area is larger than the kernel's static buffer; it turns XSAVE off",
  },
  "xsave-disabled": {
    pattern: pattern("x86/fpu: XSAVE disabled"),
    means: "6.16 on: the line that follows a complaint: the kernel runs with FXSAVE",
  },
  "legacy-fpu": {
    pattern: pattern("x87 FPU will use (?<name>FXSAVE|FSAVE)"),
    means: "4.2 on: CPUID.1.ECX[26] is 0 or `noxsave` was given; frames hold 512 bytes of FXSAVE",
  },
  "bad-image": {
    pattern: pattern("Bad FPU state detected at"),
    means:
      "4.15 on: XRSTOR or XRSTORS faulted on an image: reserved header bits, XCOMP_BV or MXCSR",
  },
  "unsupported-state": {
    pattern: pattern("get of unsupported (?:state|feature)"),
    means: "4.2 on: a driver asked for the state of a component that is not enabled",
  },
  "no-fixed-offset": {
    pattern: pattern(`No fixed offset for xstate ${N}`),
    means: "5.8 to 6.0: the standard offset of a supervisor component was asked for; it has none",
  },
  "alignment-of-disabled": {
    pattern: pattern(`Checking alignment of disabled xfeature ${N}`),
    means: "5.8 to 5.16: the kernel asked for the alignment of a component that is not enabled",
  },
  "kvm-inadequate-fpu": {
    pattern: pattern("kvm(?:_intel|_amd)?: inadequate fpu"),
    means: "5.0 on: KVM does not load, for the host has no x87 or no FXSAVE (CPUID.1.EDX[24])",
  },
  "kvm-msr": {
    pattern: pattern(
      "(?<name>(?:unhandled|ignored) (?:rdmsr|wrmsr))(?:: |\\()0x(?<x>da0|1c4|1c5)(?![0-9a-f])",
    ),
    means:
      "a guest uses IA32_XSS (0xda0), IA32_XFD (0x1c4) or IA32_XFD_ERR (0x1c5), which KVM does not give it",
  },
} as const satisfies Readonly<Record<string, { readonly pattern: RegExp; readonly means: string }>>;

export type ComplaintKind = keyof typeof COMPLAINTS;

/** No log has more; where it seems so it was made to take long. */
const COMPLAINTS_MAX = 256;

/** Every complaint of `text`, by place; those said again in the same words once. */
export function complaintsOf(text: string): Complaint[] {
  const found = new Map<string, Complaint>();
  for (const kind of Object.keys(COMPLAINTS) as ComplaintKind[]) {
    for (const { index, groups = {} } of text.matchAll(COMPLAINTS[kind].pattern)) {
      const { a, b, x, y, name = null } = groups;
      const numbers = [a, b].flatMap((digits) => (digits === undefined ? [] : [Number(digits)]));
      const masks = [x, y].flatMap((digits) =>
        digits === undefined ? [] : [BigInt(`0x${digits}`)],
      );
      const key = `${kind} ${name} ${numbers} ${masks}`;
      if (!found.has(key) && found.size < COMPLAINTS_MAX) {
        found.set(key, { kind, numbers, masks, name, index });
      }
    }
  }
  return [...found.values()].sort((one, other) => one.index - other.index);
}
