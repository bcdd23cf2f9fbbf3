/**
 * The debug log of CRIU: compel_fpuid() of compel/arch/x86/src/lib/cpu.c, and what the restorer says
 * where the host is another. Its mask is not XCR0: see rules/criu.ts.
 */
import { CATALOGUE } from "../../catalogue/index.ts";
import { criuMask } from "../../rules/criu.ts";
import { bitsOf, hex } from "../../xsave/mask.ts";
import { identityOf, identityRows } from "../cpuid/identity.ts";
import { namesOrRanges } from "../cpuid/leaf0d.ts";
import { distinct, type Origin, type Readings, readingOf } from "../cpuid/logical-processors.ts";
import { LEAF_0D, type Registers, type Row } from "../cpuid/rows.ts";
import { blamed, type Finding } from "../finding.ts";
import { type Candidate, candidatesFor, idList } from "../inference.ts";
import type { Reading } from "../reading.ts";
import type { Source } from "../text.ts";
import type { Warning } from "../warning.ts";
import type { Format } from "./format.ts";

const S = "[ \\t]{1,60}";
/** `fpu: xfeatures_mask 0x15 xsave_size 1088 xsave_size_max 1088 xsaves_size 960` */
const SUMMARY = new RegExp(
  `xfeatures_mask${S}0x(?<mask>[0-9a-f]{1,16})${S}xsave_size${S}(?<now>\\d{1,9})${S}xsave_size_max${S}(?<max>\\d{1,9})${S}xsaves_size${S}(?<compact>\\d{1,9})(?=\\s)`,
  "gi",
);
/** `fpu: AVX registers    xstate_offsets    576 / 576    xstate_sizes    256 / 256` */
const ROW =
  /fpu:[ \t]{1,20}(?<name>[^\s:][^:\n]{1,40}?)[ \t]{1,60}xstate_offsets[ \t]{1,20}(?<offset>\d{1,9})[ \t]{1,20}\/[ \t]{1,20}-?\d{1,9}[ \t]{1,20}xstate_sizes[ \t]{1,20}(?<size>\d{1,9})[ \t]{1,20}\/[ \t]{1,20}-?\d{1,9}(?=\s)/g;
/** `fpu:1 fxsr:1 xsave:1 xsaveopt:1 xsavec:1 xgetbv1:0 xsaves:1` */
const FEATURES =
  /xsave:[01] xsaveopt:(?<a>[01]) xsavec:(?<b>[01]) xgetbv1:(?<c>[01]) xsaves:(?<d>[01])(?=\s)/;
/** `cpu: x86_family 6 x86_vendor_id GenuineIntel x86_model_id Intel(R) Core(TM) …` */
const WHO = /x86_vendor_id (?<vendor>[A-Za-z]{12}) x86_model_id (?<brand>[^\n]{1,48})/;
/** `fpu: max xsave frame exceed xsave_struct (11008 2752)` */
const EXCEEDS =
  /(?:max xsave frame exceed|xsave area size exceeds)[^\n(]{0,40}\((?<a>\d{1,9})[, /]{1,3}(?<b>\d{1,9})\)/g;
/** `CPU xfeatures has unsupported bits (0xe0)` */
const UNSUPPORTED = /xfeatures has unsupported bits \((?:0x)?(?<mask>[0-9a-f]{1,16})\)/g;

/** `CPU xsave size mismatch (1088/2696)`: of the image, of this host. */
const MISMATCH = /CPU xsave (?<max>max )?size mismatch \((?<a>\d{1,9})\/(?<b>\d{1,9})\)/g;

const ALL = [SUMMARY, EXCEEDS, UNSUPPORTED, MISMATCH];

/** Its names of the components, xfeature_names[]. */
const NAMES: readonly (readonly [string, number])[] = [
  ["AVX registers", 2],
  ["MPX bounds registers", 3],
  ["MPX CSR", 4],
  ["AVX-512 opmask", 5],
  ["AVX-512 Hi256", 6],
  ["AVX-512 ZMM_Hi256", 7],
  ["Protection Keys User registers", 9],
];

const none: Registers = { eax: null, ebx: null, ecx: null, edx: null };

export const CRIU_LOG: Format = {
  name: "criu-log",
  summary: "CRIU's debug log: xfeatures_mask, sizes, what it refuses",
  is: ({ source: { text } }) => ALL.some((pattern) => text.search(pattern) >= 0),
  read({ source }, origin): Readings {
    const complaints = complaintsOf(source);
    const texts = piecesOf(source.text);
    const readings = texts.map((text) => readingOfPiece(text, complaints, origin));
    if (readings.length > 0) return { readings: distinct(readings), warnings: [] };
    if (complaints.length === 0) throw new RangeError("no line of CRIU about the XSAVE area");
    const block = { label: "CRIU", rows: [], warnings: [] };
    const reading = readingOf(block, identityOf(block), origin);
    const leaf0d = { xcr0: null, xss: null, rows: new Map() };
    const processor = { ...reading.processor, xcr0: 0n };
    const said = { ...reading, processor, leaf0d, findings: complaints, warnings: [] };
    return { readings: [said], warnings: [] };
  },
};

/** No log has as many; where it seems so it was made to take long. */
const PIECES_MAX = 64;

/** A piece of the log for each summary, with the rows that follow it. */
function piecesOf(text: string): { summary: Record<string, string>; text: string; who: string }[] {
  const found = [...text.matchAll(SUMMARY)].slice(0, PIECES_MAX);
  return found.map(({ index, groups = {} }, i) => ({
    summary: groups,
    text: text.slice(index, found[i + 1]?.index),
    who: text.slice(Math.max(0, index - 400), index),
  }));
}

function readingOfPiece(
  { summary, text, who }: ReturnType<typeof piecesOf>[number],
  complaints: readonly Finding[],
  origin: Origin,
): Reading {
  const mask = BigInt(`0x${summary.mask}`);
  const [now, max, compact] = [Number(summary.now), Number(summary.max), Number(summary.compact)];
  const printed = new Map<number, { readonly size: number; readonly offset: number }>();
  for (const { groups = {} } of text.slice(0, 4000).matchAll(ROW)) {
    const n = NAMES.find(([name]) => name === groups.name)?.[1];
    if (n !== undefined)
      printed.set(n, { size: Number(groups.size), offset: Number(groups.offset) });
  }
  const { xcr0, layout, doubts } = hostOf(mask, max, printed);
  const { vendor, brand } = WHO.exec(who)?.groups ?? {};
  const features = FEATURES.exec(text.slice(0, 4000))?.groups;
  const bits = features && [features.a, features.b, features.c, features.d];
  const rows: Row[] = identityRows(vendor, brand?.trim());
  const add = (subleaf: number, registers: Registers) =>
    rows.push({ leaf: LEAF_0D, subleaf, registers });
  const half = (shift: bigint) =>
    xcr0 === null ? null : Number(BigInt.asUintN(32, xcr0 >> shift));
  add(0, { eax: half(0n), ebx: now, ecx: max, edx: half(32n) });
  add(1, {
    ...none,
    eax: bits ? bits.reduce((m, flag, i) => m | (flag === "1" ? 1 << i : 0), 0) : null,
    ebx: compact,
  });
  for (const [n, { size, offset }] of printed) add(n, { ...none, eax: size, ebx: offset });
  for (const c of layout?.components ?? []) {
    if (!printed.has(c.bit)) {
      const ecx = Number(c.supervisor) | (Number(c.align64) << 1) | (Number(c.xfd) << 2);
      add(c.bit, { eax: c.size, ebx: c.offset ?? 0, ecx, edx: 0 });
    }
  }
  const block = { label: "CRIU", rows, warnings: doubts };
  const lost = (xcr0 ?? mask) & ~mask;
  const detail = `CRIU's mask ${hex(mask)} is not XCR0, which is ${hex(xcr0 ?? mask)}: ${namesOrRanges(lost)} lost`;
  const ours = lost & 0xan ? [blamed("xfeatures_mask", "masked-by-criu", detail, [mask])] : [];
  return {
    ...readingOf(block, identityOf(block), origin),
    findings: [...ours, ...complaints],
  };
}

/** XCR0 of the host: what CRIU's mask comes of, and gives the size that CPUID says. */
function hostOf(
  mask: bigint,
  standardSize: number,
  printed: ReadonlyMap<number, { readonly size: number; readonly offset: number }>,
): { xcr0: bigint | null; layout: Candidate | null; doubts: Warning[] } {
  const direct = mask | 3n | (mask & 0x10n ? 8n : 0n);
  const masks = new Set([
    ...(criuMask(direct) === mask || mask === direct ? [direct] : []),
    ...CATALOGUE.map(({ xcr0 }) => xcr0).filter((xcr0) => criuMask(xcr0) === mask),
  ]);
  const sizes = new Map([...printed].map(([n, { size }]) => [n, size]));
  const offsets = new Map([...printed].map(([n, { offset }]) => [n, offset]));
  for (const xcr0 of masks) {
    if ([...printed.keys()].some((n) => ((xcr0 >> BigInt(n)) & 1n) === 0n)) continue;
    const [layout] = candidatesFor({ mask: xcr0 & ~3n, standardSize, sizes, offsets });
    if (!layout) continue;
    const open = bitsOf(xcr0 & ~3n).filter((n) => !printed.has(n));
    const names =
      open.length > 0 ? `, with the places of ${namesOrRanges(xcr0 & ~3n & ~maskOf(printed))}` : "";
    const message = `XCR0 is not in the log: ${hex(xcr0)} is taken, which gives ${standardSize} bytes and CRIU's mask ${hex(mask)}, as on ${idList(layout.ids)}${names}`;
    return { xcr0, layout, doubts: [{ name: "inferred-layout", message }] };
  }
  return { xcr0: null, layout: null, doubts: [] };
}

const maskOf = (printed: ReadonlyMap<number, unknown>): bigint =>
  [...printed.keys()].reduce((m, n) => m | (1n << BigInt(n)), 0n);

function complaintsOf({ text }: Source): Finding[] {
  const found: Finding[] = [];
  for (const { groups = {} } of [...text.matchAll(EXCEEDS)].slice(0, 16)) {
    const [needed, room] = [Number(groups.a), Number(groups.b)];
    const detail = `the area takes ${needed} bytes, CRIU's structure has ${room}: what lies behind is not dumped`;
    found.push(blamed("CRIU", "buffer-too-small", detail, [], needed, room));
  }
  for (const { groups = {} } of [...text.matchAll(UNSUPPORTED)].slice(0, 16)) {
    const mask = BigInt(`0x${groups.mask}`);
    const detail = `the image uses ${namesOrRanges(mask)}, which this host does not have: it cannot be restored here`;
    found.push(blamed("CRIU", "host-lacks-component", detail, [mask]));
  }
  for (const { groups = {} } of [...text.matchAll(MISMATCH)].slice(0, 16)) {
    const [image, host] = [Number(groups.a), Number(groups.b)];
    const detail = `${groups.max ? "0DH.0.ECX" : "0DH.0.EBX"} was ${image} where the image was made, and is ${host} here: CRIU refuses any other size`;
    found.push({ ...blamed("CRIU", "host-lacks-component", detail, [], image, host), cause: null });
  }
  return [...new Map(found.map((finding) => [finding.detail, finding])).values()];
}
