/**
 * The bare numbers that people write: `XCR0=0x2e7 XSS=0x1800`, what xgetbv and rdmsr print, `size
 * 2696`, a mask or a byte count alone. Told is what they can be; nothing is judged without a size.
 */
import { hex } from "../../xsave/mask.ts";
import { identityOf } from "../cpuid/identity.ts";
import { namesOrRanges } from "../cpuid/leaf0d.ts";
import { type Origin, readingOf } from "../cpuid/logical-processors.ts";
import { LEAF_0D, type Registers, type Row } from "../cpuid/rows.ts";
import { type ReadFinding, told } from "../finding.ts";
import { idList } from "../inference.ts";
import { againstXcr0, masksOfSize, possibleSizesText, supervisorPart } from "../possible.ts";
import type { Reading } from "../reading.ts";
import type { Source } from "../text.ts";
import type { InputFormat } from "./format.ts";
import { readingOfSaid } from "./said.ts";

/** A line that is longer is no number that somebody wrote down. */
const LENGTH_MAX = 2000;

const VALUE = "[ \\t]{0,20}(?:=|:|->|is)?[ \\t]{0,20}";
const NAMED = new RegExp(
  `(?<![a-z0-9_])(?<name>xcr0|xstate_bv|xcomp_bv|rfbm|xfrm|xfam|(?:ia32_)?xss|xfeatures(?:_mask)?)${VALUE}0x(?<digits>[0-9a-f]{1,16})(?![0-9a-f])`,
  "gi",
);
/** `xgetbv(0) = 0x2e7`; the value without 0x on a line of its own, as rdmsr prints it. */
const ASKED =
  /(?<![a-z0-9_])(?:(?<xcr0>xgetbv)(?:[ \t]{0,4}\(?(?:0x0|0|ecx=0)\)?)?|(?<xss>rdmsr)(?:[ \t]{1,4}-[a-z0-9]{1,6}){0,4}[ \t]{1,4}(?:0x)?da0)[ \t]{0,20}(?:[=:]|->|\n)[ \t]{0,20}(?:0x)?(?<digits>[0-9a-f]{1,16})(?![0-9a-z])/gi;
const SIZE =
  /(?<![a-z0-9_]|stack[ \t]{1,4})(?:context size|area size|size|len(?:gth)?)(?: is)?[ \t]{0,10}[=:]?[ \t]{0,10}(?<n>\d{3,8})(?![0-9a-z])/gi;
const LONE = /^\s{0,40}(?:(?<hex>0x[0-9a-f]{1,16})|(?<n>\d{1,10})(?:[ \t]{1,4}bytes)?)\s{0,40}$/i;

interface Numbers {
  readonly xcr0: bigint | null;
  readonly xss: bigint | null;
  /** The other masks, by their name. */
  readonly masks: readonly (readonly [string, bigint])[];
  readonly size: number | null;
  /** True where the number stands alone. */
  readonly alone: boolean;
}

const NOTHING: Numbers = { xcr0: null, xss: null, masks: [], size: null, alone: false };

function numbersOf({ text }: Source): Numbers | null {
  if (text.length > LENGTH_MAX) return null;
  const lone = LONE.exec(text)?.groups;
  if (lone) {
    const value = BigInt(lone.hex ?? lone.n ?? "0");
    const size = value >= 512n && value <= 1n << 31n ? Number(value) : null;
    const mask = lone.hex !== undefined || size === null;
    return { ...NOTHING, masks: mask ? [["", value]] : [], size, alone: true };
  }
  const named = [...text.matchAll(NAMED), ...text.matchAll(ASKED)].map(({ groups = {} }) => {
    const { xcr0, xss, name = xcr0 ? "xcr0" : xss ? "xss" : "", digits } = groups;
    return [name.toLowerCase().replace("ia32_", ""), BigInt(`0x${digits}`)] as const;
  });
  const of = (wanted: string) => named.find(([name]) => name === wanted)?.[1] ?? null;
  const sizes = [...text.matchAll(SIZE)].map(({ groups = {} }) => Number(groups.n));
  const [size = null] = sizes.filter((n) => n >= 512);
  if (named.length === 0 && size === null) return null;
  const masks = named.filter(([name]) => name !== "xcr0" && name !== "xss");
  return { xcr0: of("xcr0"), xss: of("xss"), masks, size, alone: false };
}

export const NUMBERS: InputFormat = {
  name: "numbers",
  summary: "a mask or a byte count alone; XCR0=… XSS=…, xgetbv, rdmsr, size …",
  is: ({ source }, vaguely) => vaguely && numbersOf(source) !== null,
  read({ source }, origin) {
    const numbers = numbersOf(source);
    if (!numbers)
      throw new RangeError("no mask, no byte count, no XCR0=… or size … in a short text");
    return { readings: [readingOfNumbers(numbers, origin)], warnings: [] };
  },
};

function readingOfNumbers(numbers: Numbers, origin: Origin): Reading {
  const { xcr0, xss, masks, size, alone } = numbers;
  const bytes = size === null || xcr0 !== null ? [] : ofBytes(size, masks.length > 0);
  // What is no XCR0 and is a size is asked for as a size.
  const sizeFirst = masks.some(([, mask]) => againstXcr0(mask).length > 0);
  const findings: ReadFinding[] = [
    ...(sizeFirst ? bytes : []),
    ...(xcr0 === null ? [] : [asXcr0("XCR0", xcr0, true)]),
    ...(xss === null ? [] : [told("IA32_XSS", componentsText(xss), [xss])]),
    ...(xcr0 === null || xss === null ? [] : compactedFinding(xcr0 | xss)),
    ...masks.flatMap(([name, mask]) => ofMask(name, mask)),
    ...(sizeFirst ? [] : bytes),
  ];
  const label = alone ? "a number" : "numbers";
  if (xcr0 === null || size === null) return readingOfSaid({ label, xcr0, xss, findings }, origin);
  // With its size XCR0 is judged as sub-leaf 0 would be: the size is the one of this XCR0.
  const rows: Row[] = [];
  const add = (subleaf: number, registers: Registers) =>
    rows.push({ leaf: LEAF_0D, subleaf, registers });
  const half = (mask: bigint, shift: bigint) => Number(BigInt.asUintN(32, mask >> shift));
  add(0, { eax: half(xcr0, 0n), ebx: size, ecx: null, edx: half(xcr0, 32n) });
  if (xss !== null) add(1, { eax: null, ebx: null, ecx: half(xss, 0n), edx: half(xss, 32n) });
  const block = { label, rows, warnings: [] };
  return { ...readingOf(block, identityOf(block), origin), findings };
}

const componentsText = (mask: bigint): string => {
  const legacy = [...(mask & 1n ? ["x87"] : []), ...(mask & 2n ? ["SSE"] : [])];
  const rest = mask & ~3n;
  return [...legacy, ...(rest === 0n ? [] : [namesOrRanges(rest)])].join(", ") || "nothing";
};

/** `mask` as XCR0: legal or not, and the sizes that it has. */
function asXcr0(what: string, mask: bigint, said: boolean): ReadFinding {
  const reasons = againstXcr0(mask);
  if (reasons.length > 0) {
    const finding = told(what, `${hex(mask)} is no XCR0: ${reasons.join("; ")}`, [mask]);
    return said ? { ...finding, ok: false } : finding;
  }
  const sizes = possibleSizesText(mask, "standard");
  const text = sizes ? `standard format ${sizes}` : "no processor of the catalogue has them all";
  return told(what, `${hex(mask)}: ${componentsText(mask)}; ${text}`, [mask]);
}

function compactedFinding(mask: bigint): ReadFinding[] {
  const sizes = possibleSizesText(mask, "compacted");
  const detail = `compacted format ${sizes}`;
  return sizes ? [told("XCR0 | IA32_XSS", `${hex(mask)}: ${detail}`, [mask])] : [];
}

const NAMES: Readonly<Record<string, string>> = {
  xstate_bv: "XSTATE_BV",
  xcomp_bv: "XCOMP_BV",
  rfbm: "RFBM",
  xfrm: "XFRM",
  xfam: "XFAM",
  xfeatures: "xfeatures",
  xfeatures_mask: "xfeatures",
};

/** What a mask says under its name, or under each that it can have. */
function ofMask(name: string, value: bigint): ReadFinding[] {
  const mask = value & ((1n << 63n) - 1n);
  const compacted = value !== mask;
  const what = NAMES[name] ?? "as XSTATE_BV or RFBM";
  if (compacted || name === "xcomp_bv") {
    const sizes = compacted ? possibleSizesText(mask | 3n, "compacted") : null;
    const text = compacted
      ? `compacted format (bit 63) of ${componentsText(mask)}`
      : "standard format (bit 63 is clear)";
    return [
      told(NAMES[name] ?? "as XCOMP_BV", `${hex(value)}: ${text}${sizes ? `: ${sizes}` : ""}`, [
        value,
      ]),
    ];
  }
  const holds = told(what, `${hex(mask)} holds ${componentsText(mask)}`, [mask]);
  if (name === "xstate_bv" || name === "rfbm") return [holds, ...compactedFinding(mask | 3n)];
  if (name === "xfrm") return [asXcr0(what, mask, true)];
  if (name !== "") return [holds, ...compactedFinding(mask | 3n)];
  const supervisor = mask !== 0n && supervisorPart(mask) === mask;
  const xss = told("as IA32_XSS", `${hex(mask)}: ${componentsText(mask)}`, [mask]);
  return supervisor ? [xss] : [asXcr0("as XCR0", mask, false), holds];
}

/** Sets shown in a line. */
const SHOWN = 6;

/** What an area of `bytes` can hold; nothing of it where it is `perhaps` a mask and no size. */
function ofBytes(bytes: number, perhaps: boolean): ReadFinding[] {
  return (["standard", "compacted"] as const).flatMap((format) => {
    const found = masksOfSize(bytes, format);
    if (found.length === 0 && perhaps) return [];
    const shown = found.slice(0, SHOWN).map(([mask, ids]) => `${hex(mask)} (${idList(ids)})`);
    const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
    const none = `no mask of the catalogue gives ${bytes}`;
    const detail = found.length === 0 ? none : `${shown.join(", ")}${more}`;
    const masks = found.map(([mask]) => mask);
    return [told(`as ${bytes} bytes, ${format}`, detail, masks)];
  });
}
