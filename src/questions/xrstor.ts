/**
 * What XRSTOR or XRSTORS does with an image: the exception, or for each state component whether it is
 * loaded, initialised or kept, and from which bytes. SDM1 13.8, 13.12.
 *
 * The address, its alignment and CPL are taken as right, and the instruction as there. What lies in a
 * component is not judged: some supervisor components fault on values of their own (SDM1 13.12).
 */
import type { Format } from "../xsave/component.ts";
import { bit, bitsOf, hasBit, hex, MASK_MAX } from "../xsave/mask.ts";
import { maskNames } from "../xsave/mask-grammar.ts";
import { bitRanges, type Processor } from "../xsave/processor.ts";
import { isOwn, type Piece, type Place, placedIn, writtenIn } from "./landing.ts";
import type { ImageHeader, XrstorRegisters } from "./restoring.ts";
import { type Fault, faultOf } from "./xrstor-faults.ts";

export type Effect = "load" | "init" | "keep";

/** What becomes of one state component. */
export interface Restored {
  readonly bit: number;
  readonly name: string;
  readonly effect: Effect;
  /** Where it is loaded from, in bytes from the start of the area; else null. */
  readonly offset: number | null;
  /** What a known writer has in those bytes; null without a writer or where nothing is loaded. */
  readonly from: readonly Piece[] | null;
  /** True where a known writer has anything else there than this component, whole and in its place. */
  readonly wrong: boolean;
}

export interface XrstorVerdict {
  readonly format: Format;
  /** The effective one: EDX:EAX & XCR0, for XRSTORS EDX:EAX & (XCR0 | IA32_XSS). */
  readonly rfbm: bigint;
  readonly fault: Fault | null;
  readonly mxcsr: Effect;
  /** Those of XCR0 | IA32_XSS, x87 and SSE too, lowest bit first. */
  readonly components: readonly Restored[];
}

/**
 * What `cpu` does with `image`; with `writer`, also what the processor that wrote it has in the
 * bytes that are loaded.
 *
 * @throws {RangeError} if XCR0, IA32_XSS or IA32_XFD has a bit that `cpu` does not allow in it.
 */
export function xrstor(
  cpu: Processor,
  image: ImageHeader,
  registers: XrstorRegisters,
  writer?: Processor,
): XrstorVerdict {
  checkRegisters(cpu, image, registers);
  const { op, xcr0, xss } = registers;
  const enabled = op === "xrstors" ? xcr0 | xss : xcr0;
  const rfbm = registers.rfbm & enabled;
  const format: Format = hasBit(image.xcompBv, 63) ? "compacted" : "standard";
  const fault = faultOf(cpu, image, { ...registers, enabled, rfbm, format });
  // A fault is found before anything is loaded.
  const acted = fault === null ? rfbm : 0n;
  const effectOf = (n: number): Effect => {
    if (!hasBit(acted, n)) return "keep";
    return hasBit(image.xstateBv, n) ? "load" : "init";
  };
  const mine = fault === null ? placedIn(cpu, format, image.xcompBv) : new Map<number, Place>();
  const theirs = writer && placedIn(writer, format, image.xcompBv);
  return {
    format,
    rfbm,
    fault,
    mxcsr: format === "standard" ? standardMxcsr(acted) : effectOf(1),
    components: bitsOf(xcr0 | xss).map((n) => {
      const effect = effectOf(n);
      const place = mine.get(n);
      const name = maskNames(cpu, bit(n));
      if (effect !== "load" || !place) {
        return { bit: n, name, effect, offset: null, from: null, wrong: false };
      }
      const from = theirs ? writtenIn(theirs, place) : null;
      const wrong = theirs !== undefined && !isOwn(theirs.get(n), place);
      return { bit: n, name, effect, offset: place.offset, from, wrong };
    }),
  };
}

/** The standard form loads MXCSR with SSE or AVX, whatever XSTATE_BV says. SDM1 13.8.1. */
const standardMxcsr = (rfbm: bigint): Effect => ((rfbm & 6n) === 0n ? "keep" : "load");

function checkRegisters(
  cpu: Processor,
  { xstateBv, xcompBv }: ImageHeader,
  { op, xcr0, xss, rfbm, xfd = 0n }: XrstorRegisters,
): void {
  if (op !== "xrstor" && op !== "xrstors") {
    throw new TypeError(`an op is "xrstor" or "xrstors", not ${JSON.stringify(op)}`);
  }
  const values = { xstateBv, xcompBv, xcr0, xss, rfbm, xfd };
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== "bigint") throw new TypeError(`${name}: a mask is a bigint`);
    if (value < 0n || value > MASK_MAX) throw new RangeError(`${name}: ${value} is not of 64 bits`);
  }
  // WRMSR of IA32_XFD faults on any other bit (SDM1 13.14).
  const xfdAble = cpu.components.reduce((mask, c) => (c.xfd ? mask | bit(c.bit) : mask), 0n);
  for (const [name, value, able] of [
    ["XCR0", xcr0, cpu.xcr0],
    ["IA32_XSS", xss, cpu.xss],
    ["IA32_XFD", xfd, xfdAble],
  ] as const) {
    if ((value & ~able) === 0n) continue;
    throw new RangeError(
      `${name} ${hex(value)}: ${cpu.id} allows ${hex(able)}, not bit ${bitRanges(value & ~able)}`,
    );
  }
}
