/** Why XRSTOR or XRSTORS faults: each condition by name, with its section. SDM1 13.8, 13.12, 13.14. */
import type { Format } from "../xsave/component.ts";
import { bit, bitsOf, hasBit, hex } from "../xsave/mask.ts";
import { bitRanges, type Processor } from "../xsave/processor.ts";
import type { ImageHeader, XrstorRegisters } from "./restoring.ts";

export type FaultCondition =
  | "not-compacted"
  | "xstate-bv-beyond-xcr0"
  | "xcomp-bv-beyond-xcr0"
  | "xstate-bv-beyond-xcomp-bv"
  | "header-reserved"
  | "mxcsr-reserved"
  | "xfd";

export interface Fault {
  readonly condition: FaultCondition;
  /** "bit 3 is not in XCR0". */
  readonly why: string;
  /** The same with the values, the exception and the section. */
  readonly sentence: string;
}

/** The registers, and what follows from them at once. */
interface Situation extends XrstorRegisters {
  /** XCR0, for XRSTORS XCR0 | IA32_XSS. */
  readonly enabled: bigint;
  readonly rfbm: bigint;
  readonly format: Format;
}

/** The words of a condition that is met; null where it is not. */
type Met = readonly [why: string, values: string] | null;

interface Condition {
  readonly condition: FaultCondition;
  readonly of: (form: Form) => boolean;
  readonly section: Readonly<Record<Form, string>>;
  readonly exception: "#GP" | "#NM";
  readonly met: (image: ImageHeader, now: Situation, cpu: Processor) => Met;
}

type Form = "standard" | "compacted" | "xrstors";

const SECTIONS = { standard: "13.8.1", compacted: "13.8.2", xrstors: "13.12" } as const;
const every = (): boolean => true;
const standardOnly = (form: Form): boolean => form === "standard";
const compactedOnly = (form: Form): boolean => form !== "standard";

/**
 * In the order they are told in: where several are met, it is one #GP all the same. That #NM comes
 * after #GP is our choice; the manual does not order them.
 */
const CONDITIONS: readonly Condition[] = [
  {
    condition: "not-compacted",
    of: (form) => form === "xrstors",
    section: SECTIONS,
    exception: "#GP",
    met: ({ xcompBv }) =>
      hasBit(xcompBv, 63)
        ? null
        : [
            "bit 63 of XCOMP_BV is 0",
            `XCOMP_BV ${hex(xcompBv)}, XRSTORS takes compacted images alone`,
          ],
  },
  {
    condition: "xstate-bv-beyond-xcr0",
    of: standardOnly,
    section: SECTIONS,
    exception: "#GP",
    met: ({ xstateBv }, { xcr0 }) =>
      outside(xstateBv & ~xcr0, "XCR0", `XSTATE_BV ${hex(xstateBv)}, XCR0 ${hex(xcr0)}`),
  },
  {
    condition: "xcomp-bv-beyond-xcr0",
    of: compactedOnly,
    section: SECTIONS,
    exception: "#GP",
    met: ({ xcompBv }, { enabled, op }) => {
      const register = op === "xrstors" ? "XCR0 | IA32_XSS" : "XCR0";
      const values = `XCOMP_BV ${hex(xcompBv)}, ${register} ${hex(enabled)}`;
      return outside(xcompBv & ~bit(63) & ~enabled, register, values);
    },
  },
  {
    condition: "xstate-bv-beyond-xcomp-bv",
    of: compactedOnly,
    section: SECTIONS,
    exception: "#GP",
    // Bit 63 too: where XCOMP_BV has it, XSTATE_BV may.
    met: ({ xstateBv, xcompBv }) =>
      outside(
        xstateBv & ~xcompBv,
        "XCOMP_BV",
        `XSTATE_BV ${hex(xstateBv)}, XCOMP_BV ${hex(xcompBv)}`,
      ),
  },
  {
    condition: "header-reserved",
    of: every,
    section: SECTIONS,
    exception: "#GP",
    met: reservedBytes,
  },
  {
    condition: "mxcsr-reserved",
    of: every,
    section: SECTIONS,
    exception: "#GP",
    met: reservedMxcsr,
  },
  {
    condition: "xfd",
    of: every,
    section: { standard: "13.14", compacted: "13.14", xrstors: "13.14" },
    exception: "#NM",
    met: ({ xstateBv }, { xfd = 0n, rfbm }) => {
      const bits = xfd & rfbm & xstateBv;
      if (bits === 0n) return null;
      const verb = bitsOf(bits).length === 1 ? "bit % is" : "bits % are";
      return [
        `${verb.replace("%", bitRanges(bits))} disabled by IA32_XFD`,
        `IA32_XFD ${hex(xfd)}, XSTATE_BV ${hex(xstateBv)}`,
      ];
    },
  },
];

/** The first condition that is met; null where nothing faults. */
export function faultOf(cpu: Processor, image: ImageHeader, now: Situation): Fault | null {
  const form = now.op === "xrstors" ? "xrstors" : now.format;
  for (const { condition, of, section, exception, met } of CONDITIONS) {
    const words = of(form) ? met(image, now, cpu) : null;
    if (words === null) continue;
    const [why, values] = words;
    return { condition, why, sentence: `${why} (${values}): ${exception} (SDM1 ${section[form]})` };
  }
  return null;
}

const outside = (bits: bigint, register: string, values: string): Met => {
  if (bits === 0n) return null;
  const one = bitsOf(bits).length === 1;
  return [
    `${one ? "bit" : "bits"} ${bitRanges(bits)} ${one ? "is" : "are"} not in ${register}`,
    values,
  ];
};

/**
 * The standard form checks bytes 8..23 of the header, XCOMP_BV among them, and no further; the
 * compacted ones check 16..63.
 */
function reservedBytes({ xcompBv, reserved }: ImageHeader, { format }: Situation): Met {
  if (format === "standard" && xcompBv !== 0n) {
    return ["XCOMP_BV is not 0 in a standard image", `XCOMP_BV ${hex(xcompBv)}, bit 63 clear`];
  }
  const checked = [...(reserved ?? [])].slice(0, format === "standard" ? 8 : 48);
  const at = checked.findIndex((byte) => byte !== 0);
  if (at < 0) return null;
  const value = hex(BigInt(checked[at] ?? 0));
  return [`byte ${16 + at} of the header is not 0`, `byte ${528 + at} of the image is ${value}`];
}

/** MXCSR is loaded, and has a bit that the processor has not. */
function reservedMxcsr(
  { mxcsr, xstateBv }: ImageHeader,
  { rfbm, format }: Situation,
  cpu: Processor,
): Met {
  const loaded = format === "standard" ? (rfbm & 6n) !== 0n : (rfbm & xstateBv & 2n) !== 0n;
  if (mxcsr === undefined || !loaded) return null;
  const beyond = BigInt(mxcsr >>> 0) & ~mxcsrBits(cpu);
  if (beyond === 0n) return null;
  const one = bitsOf(beyond).length === 1;
  return [
    `${one ? "bit" : "bits"} ${bitRanges(beyond)} of MXCSR ${one ? "is" : "are"} reserved`,
    `MXCSR ${hex(BigInt(mxcsr >>> 0))}`,
  ];
}

/**
 * Bits 0-15 (SDM1 10.2.3); AMD and Hygon also have 17, misaligned exceptions (APM1 4.2.2). Every
 * processor with XSAVE has DAZ (6).
 */
const mxcsrBits = ({ vendor }: Processor): bigint =>
  /^(AuthenticAMD|HygonGenuine)$/.test(vendor) ? 0x2ffffn : 0xffffn;
