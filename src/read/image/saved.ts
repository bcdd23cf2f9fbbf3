/** One saved area, of a thread of a core file or on its own, with every way to read it. */
import { CATALOGUE } from "../../catalogue/index.ts";
import { LEGACY_MASK } from "../../xsave/component.ts";
import { standardSize } from "../../xsave/layout.ts";
import { hasBit, hex } from "../../xsave/mask.ts";
import type { Warning } from "../warning.ts";
import { type Arrangement, type Kept, LEGACY_ONLY } from "./placement.ts";

export interface Saved {
  /** "thread 4711", "image at byte 64". */
  readonly label: string;
  /** A whole XSAVE area, the FXSAVE image alone, or nothing but general registers. */
  readonly kind: "xsave" | "fxsave" | "none";
  /** What the area holds: XCR0 in the standard format, XCOMP_BV in the compacted one. */
  readonly xcr0: bigint;
  readonly xstateBv: bigint;
  readonly xcompBv: bigint;
  /** The whole area. */
  readonly area: DataView;
  /** Every way that remains possible; where nothing places anything, none. */
  readonly arrangements: readonly Arrangement[];
  /** A 32-bit process: 8 registers of each vector family, none of APX and AMX. */
  readonly narrow: boolean;
  /** In the order of its bits, by the likeliest arrangement. */
  readonly components: readonly Kept[];
  readonly general: readonly GeneralRegister[];
  readonly warnings: readonly Warning[];
}

/** A general register of the thread, lowest byte first. */
export interface GeneralRegister {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How the layout is known, in a word. */
export type LayoutWord = Exclude<Arrangement["by"], "kernel"> | "inferred" | "unknown";

export function layoutWord({ arrangements: [first] }: Saved): LayoutWord {
  if (!first) return "unknown";
  return first.by === "kernel" ? "inferred" : first.by;
}

/** Of what is inferred: the catalogue ids of every arrangement that remains. */
export const candidatesOf = ({ arrangements }: Saved): readonly (readonly string[])[] =>
  arrangements.map(({ ids }) => ids).filter((ids) => ids.length > 0);

/** The arrangements to read, at least one: the legacy region lies the same in all. */
export const arrangementsOf = ({ arrangements }: Saved): readonly Arrangement[] =>
  arrangements.length > 0 ? arrangements : [LEGACY_ONLY];

/**
 * XCR0 where the software bytes are zero, as CRIU's coredump leaves them: XSTATE_BV, x87 and SSE,
 * or a whole XCR0 above it that has this size.
 */
export function impliedXcr0(xstateBv: bigint, length: number): { xcr0: bigint; doubt: Warning } {
  const used = (xstateBv | LEGACY_MASK) & ~(1n << 63n);
  const able = CATALOGUE.filter((cpu) => !cpu.hypothetical && (used & ~cpu.xcr0) === 0n);
  const above = able.filter((cpu) => standardSize(cpu, cpu.xcr0) === length);
  const [lowest] = above.map((cpu) => cpu.xcr0).sort((a, b) => (a < b ? -1 : 1));
  const exact = able.some((cpu) => standardSize(cpu, used) === length);
  const xcr0 = exact ? used : (lowest ?? used);
  const message = `the software bytes of the area are zero: XCR0 is taken as ${hex(xcr0)}, from XSTATE_BV ${hex(xstateBv)} and ${length} bytes`;
  return { xcr0, doubt: { name: "no-xcr0", message } };
}

/** Whether a component is in use, in its initial state, or did not come through. */
export type ComponentState = "saved" | "init" | "partly lost" | "lost";

export function componentState(
  { xstateBv }: Saved,
  { knows }: Arrangement,
  { bit: n, offset, size }: Kept,
): ComponentState {
  if (!hasBit(xstateBv, n)) return "init";
  let known = 0;
  for (let at = offset; at < offset + size; at++) if (knows(at, n)) known++;
  if (known === size) return "saved";
  return known === 0 ? "lost" : "partly lost";
}
