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
import { anyComponent, candidatesFor, idList, withWholeSize } from "../inference.ts";
import type { Warning } from "../warning.ts";
import type { Block, Registers } from "./rows.ts";
import { type Enumerated, enumeratedBy, subleavesOf } from "./sub-leaves.ts";

export interface Leaf0D {
  /** 0DH.0.EDX:EAX; null where the file does not say. */
  readonly xcr0: bigint | null;
  /** 0DH.1.EDX:ECX; null where the file does not say. */
  readonly xss: bigint | null;
  /** Every row by its sub-leaf, empty ones included. */
  readonly rows: ReadonlyMap<number, Registers>;
}

export interface Judged {
  readonly leaf0d: Leaf0D;
  readonly components: readonly StateComponent[];
  /** What a processor can be made of: the registers without the components that are missing. */
  readonly xcr0: bigint;
  readonly xss: bigint;
  /** 0DH.1.EAX; undefined where the file does not say. */
  readonly eax1: number | undefined;
  readonly missing: bigint;
  /** Those of `missing` that are taken from the catalogue instead. */
  readonly inferred: bigint;
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
  const { components, doubts: ofRows } = componentsFrom(rows, reported);
  doubts.push(...ofRows);
  const user = maskOf(components.filter((c) => !c.supervisor));
  const supervisor = maskOf(components.filter((c) => c.supervisor));
  const guess = reported.xcr0 === null && components.length === 0 ? wholeXcr0(rows.get(0)) : null;
  doubts.push(...(guess ? [guess.doubt] : []), ...unsaid(rows, reported, guess !== null));
  const xcr0 = reported.xcr0 ?? guess?.xcr0 ?? user | 3n;
  const xss = reported.xss ?? (reported.xcr0 === null ? supervisor : 0n);
  const missing = ((xcr0 & ~user) | (xss & ~supervisor)) & ~3n;
  const borrowed = components.length === 0 ? borrowedFor(rows.get(0), xcr0, xss) : null;
  const inferred = maskOf(borrowed?.components ?? []);
  const open = missing & ~inferred;
  if (borrowed) doubts.push(...borrowed.doubts);
  if (open !== 0n) {
    doubts.push({
      name: "missing-subleaf",
      message: `${hex(xcr0 | xss)} enumerates ${named(open)}, which no row describes: left out`,
    });
  }
  return {
    leaf0d: { ...reported, rows },
    components: borrowed?.components ?? components,
    xcr0: xcr0 & (user | inferred | 3n),
    xss: xss & (supervisor | inferred),
    eax1: rows.get(1)?.eax ?? undefined,
    missing,
    inferred,
    warnings: doubts,
  };
}

/** What the registers that are not in the file leave unknown. */
function unsaid(
  rows: ReadonlyMap<number, Registers>,
  { xcr0, xss }: Enumerated,
  guessed: boolean,
): Warning[] {
  const doubts: Warning[] = [];
  const name = rows.has(0) ? ("unsaid-register" as const) : ("no-subleaf-0" as const);
  if (xcr0 === null && !guessed) {
    const what = rows.has(0) ? "0DH.0.EAX is not in the file" : "no sub-leaf 0";
    const message = `${what}: XCR0 and IA32_XSS are taken to be the components described`;
    doubts.push({ name, message });
  }
  if (!rows.has(1)) {
    const message = "no sub-leaf 1: IA32_XSS is not known";
    doubts.push({ name: "no-subleaf-1", message });
  } else if (xss === null) {
    const message = "0DH.1.ECX is not in the file: IA32_XSS is not known";
    doubts.push({ name: "unsaid-register", message });
  }
  return doubts;
}

/** The XCR0 of a total without a mask: where all real processors with that size have the same one. */
function wholeXcr0(zero: Registers | undefined): { xcr0: bigint; doubt: Warning } | null {
  const size = zero?.ecx;
  if (!size) return null;
  const found = withWholeSize(size);
  const [xcr0, ...others] = new Set(found.map((cpu) => cpu.xcr0));
  if (xcr0 === undefined || others.length > 0) return null;
  const ids = idList(found.map(({ id }) => id));
  const message = `0DH.0.EAX is not in the file: XCR0 is taken as ${hex(xcr0)}, all of XCR0 wherever that takes ${size} bytes (${ids})`;
  return { xcr0, doubt: { name: "inferred-layout", message } };
}

/** Places for a dump that has totals alone: as on the processors with that XCR0 and that size. */
function borrowedFor(
  zero: Registers | undefined,
  xcr0: bigint,
  xss: bigint,
): { readonly components: readonly StateComponent[]; readonly doubts: Warning[] } | null {
  const size = zero?.ecx ?? zero?.ebx;
  if (!size || (xcr0 & ~3n) === 0n) return null;
  const all = candidatesFor({ mask: (xcr0 | xss) & ~3n, standardSize: size });
  const found = all.length > 0 ? all : candidatesFor({ mask: xcr0 & ~3n, standardSize: size });
  const [first, ...others] = found;
  if (!first) return null;
  const doubts: Warning[] = [
    {
      name: "inferred-layout",
      message: `no row describes ${named(maskOf(first.components))}: taken from ${idList(first.ids)}, where XCR0 ${hex(xcr0)} has ${size} bytes too`,
    },
  ];
  if (others.length > 0) {
    const lists = found.map(({ ids }) => idList(ids)).join("; or ");
    const message = `${found.length} layouts fit: ${lists}; the first is taken`;
    doubts.push({ name: "ambiguous-layout", message });
  }
  return { components: first.components, doubts };
}

const maskOf = (components: readonly StateComponent[]): bigint =>
  components.reduce((mask, c) => mask | bit(c.bit), 0n);

interface Found {
  readonly components: StateComponent[];
  readonly doubts: Warning[];
}

/** The components that the rows describe, each checked against the registers and those before it. */
function componentsFrom(rows: ReadonlyMap<number, Registers>, enumerated: Enumerated): Found {
  const components: StateComponent[] = [];
  const doubts: Warning[] = [];
  const xcr0 = enumerated.xcr0 ?? 0n;
  const xss = enumerated.xss ?? 0n;
  for (const [n, { eax: size, ebx, ecx }] of [...rows].sort(([a], [b]) => a - b)) {
    if (n < 2 || size === 0) continue;
    const typical = anyComponent(n);
    // Without ECX the registers tell user from supervisor, and the architecture the other flags.
    const supervisor = ecx === null ? hasBit(xss, n) || (ebx === 0 && !hasBit(xcr0, n)) : ecx & 1;
    const offset = supervisor ? null : ebx;
    const gap = size === null ? "EAX" : !supervisor && ebx === null ? "EBX" : null;
    if (gap !== null) {
      const message = `0DH.${n}.${gap} is not in the file: ${nameOf(n)} is left out`;
      doubts.push({ name: "unsaid-register", message });
      continue;
    }
    const wrong =
      n > LAST_BIT
        ? `sub-leaf ${n} can name no component`
        : (flagsWrong(n, Boolean(supervisor), xcr0, xss) ??
          (supervisor && ebx
            ? `a supervisor component with an offset, ${ebx}`
            : placeWrong({ size: size ?? 0, offset }, components)));
    if (wrong) {
      const message = `${n > LAST_BIT ? "" : `${nameOf(n)} (${n}): `}${wrong}: left out`;
      doubts.push({ name: "contradictory-subleaf", message });
      continue;
    }
    components.push({
      bit: n,
      name: nameOf(n),
      size: size ?? 0,
      offset,
      supervisor: Boolean(supervisor),
      align64: ecx === null ? (typical?.align64 ?? false) : (ecx & 2) !== 0,
      xfd: ecx === null ? (typical?.xfd ?? false) : (ecx & 4) !== 0,
    });
  }
  const flagless = components.filter(({ bit: n }) => rows.get(n)?.ecx === null);
  if (flagless.length > 0) {
    const message = `the file has no flags of ${named(maskOf(flagless))}: alignment and XFD are taken from the catalogue`;
    doubts.push({ name: "inferred-layout", message });
  }
  return { components, doubts };
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
