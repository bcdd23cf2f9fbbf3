/**
 * CPUID leaf 0DH of one logical processor, judged row by row and turned into components.
 * What a row contradicts is left out and named. Checked by test/read/traps.test.ts.
 */
import {
  COMPONENT_NAMES,
  EXTENDED_REGION,
  LAST_BIT,
  SIZE_MAX,
  type StateComponent,
} from "../../xsave/component.ts";
import { bit, bitsOf, hasBit, hex } from "../../xsave/mask.ts";
import { bitRanges } from "../../xsave/processor.ts";
import type { Warning } from "../warning.ts";
import type { Block, Registers } from "./rows.ts";
import { enumeratedBy, subleavesOf } from "./sub-leaves.ts";

export interface Leaf0D {
  /** 0DH.0.EDX:EAX. */
  readonly xcr0: bigint;
  /** 0DH.1.EDX:ECX; 0 without sub-leaf 1. */
  readonly xss: bigint;
  /** Every row by its sub-leaf, empty ones included. */
  readonly rows: ReadonlyMap<number, Registers>;
}

/** 0DH.1.EAX: XSAVEC is enumerated (bit 1), or XSAVES (bit 3). */
export const hasCompaction = (features: number): boolean => (features & 0b1010) !== 0;

export interface Judged {
  readonly leaf0d: Leaf0D;
  readonly components: readonly StateComponent[];
  /** What a processor can be made of: the registers without the components that are missing. */
  readonly xcr0: bigint;
  readonly xss: bigint;
  readonly missing: bigint;
  readonly warnings: readonly Warning[];
}

/** The name of a component by its bit, also of one that no document names yet. */
export const nameOf = (n: number): string => COMPONENT_NAMES.get(n) ?? `bit${n}`;

const named = (mask: bigint): string =>
  bitsOf(mask)
    .map((n) => `${nameOf(n)} (${n})`)
    .join(", ");

export function judge(block: Block): Judged {
  const { rows, warnings } = subleavesOf(block);
  const doubts: Warning[] = [...block.warnings, ...warnings];
  const reported = enumeratedBy(rows);
  let { xcr0, xss } = reported;
  const { components, contradictions } = componentsFrom(rows, reported);
  doubts.push(...contradictions);
  const user = maskOf(components.filter((c) => !c.supervisor));
  const supervisor = maskOf(components.filter((c) => c.supervisor));
  if (!rows.has(0)) {
    doubts.push({
      name: "no-subleaf-0",
      message: "no sub-leaf 0: XCR0 and IA32_XSS are taken to be the components described",
    });
    xcr0 = user | 3n;
    xss ||= supervisor;
  }
  if (!rows.has(1)) {
    doubts.push({
      name: "no-subleaf-1",
      message: "no sub-leaf 1: IA32_XSS is not known and taken to be 0",
    });
  }
  const missing = ((xcr0 & ~user) | (xss & ~supervisor)) & ~3n;
  if (missing !== 0n) {
    doubts.push({
      name: "missing-subleaf",
      message: `${hex(xcr0 | xss)} enumerates ${named(missing)}, which no row describes: left out`,
    });
  }
  return {
    leaf0d: { xcr0, xss, rows },
    components,
    xcr0: xcr0 & (user | 3n),
    xss: xss & supervisor,
    missing,
    warnings: doubts,
  };
}

const maskOf = (components: readonly StateComponent[]): bigint =>
  components.reduce((mask, c) => mask | bit(c.bit), 0n);

interface Found {
  readonly components: StateComponent[];
  readonly contradictions: Warning[];
}

/** The components that the rows describe, each checked against the registers and those before it. */
function componentsFrom(
  rows: ReadonlyMap<number, Registers>,
  { xcr0, xss }: { readonly xcr0: bigint; readonly xss: bigint },
): Found {
  const components: StateComponent[] = [];
  const contradictions: Warning[] = [];
  for (const [n, row] of [...rows].sort(([a], [b]) => a - b)) {
    if (n < 2 || row.eax === 0) continue;
    const supervisor = (row.ecx & 1) === 1;
    const offset = supervisor ? null : row.ebx;
    const wrong =
      n > LAST_BIT
        ? `sub-leaf ${n} can name no component`
        : (flagsWrong(n, supervisor, xcr0, xss) ??
          (supervisor && row.ebx !== 0
            ? `a supervisor component with an offset, ${row.ebx}`
            : placeWrong({ size: row.eax, offset }, components)));
    if (wrong) {
      contradictions.push({
        name: "contradictory-subleaf",
        message: `${n > LAST_BIT ? "" : `${nameOf(n)} (${n}): `}${wrong}: left out`,
      });
      continue;
    }
    components.push({
      bit: n,
      name: nameOf(n),
      size: row.eax,
      offset,
      supervisor,
      align64: (row.ecx & 2) !== 0,
      xfd: (row.ecx & 4) !== 0,
    });
  }
  return { components, contradictions };
}

function flagsWrong(n: number, supervisor: boolean, xcr0: bigint, xss: bigint): string | undefined {
  if (supervisor && hasBit(xcr0, n)) return `a supervisor component that XCR0 (${hex(xcr0)}) holds`;
  if (!supervisor && hasBit(xss, n)) return `a user component that IA32_XSS (${hex(xss)}) holds`;
  return undefined;
}

/** What is wrong with where a component lies, beside those before it; undefined if nothing is. */
export function placeWrong(
  { size, offset }: Pick<StateComponent, "size" | "offset">,
  before: readonly StateComponent[],
): string | undefined {
  // 64 bytes more a component than its size is what alignment can cost at most.
  const total = before.reduce((sum, c) => sum + c.size + 64, EXTENDED_REGION + 64);
  if (total + size > SIZE_MAX) return `its size ${size} takes the total over 2^31-1`;
  if (offset === null) return undefined;
  if (offset < EXTENDED_REGION) return `its offset ${offset} is below ${EXTENDED_REGION}`;
  if (offset + size > SIZE_MAX) return `its end ${offset + size} is over 2^31-1`;
  const other = before.find(
    (c) => c.offset !== null && c.offset < offset + size && offset < c.offset + c.size,
  );
  return other && `its bytes ${offset}..${offset + size} overlap ${other.name} (${other.bit})`;
}

/** "AVX (2), PKRU (9)" of a mask, for messages; ranges of bits where it is long. */
export const namesOrRanges = (mask: bigint): string =>
  bitsOf(mask).length > 12 ? `bits ${bitRanges(mask)}` : named(mask);
