/**
 * The output of `cpuid` without `-r`: leaf 0DH in words, turned back into its registers. Before
 * 20230120 a mask was two fields of 32 bits and sub-leaf 1 had a heading; since then a mask is one
 * field of 64 bits and the fields of sub-leaf 1 follow those of sub-leaf 0. Outputs are often cut to
 * what seemed to matter, so what is not there stays unknown.
 */

import { hasBit } from "../../xsave/mask.ts";
import { identityRows } from "../cpuid/identity.ts";
import { type Block, LEAF_0D, type Registers, type Row } from "../cpuid/rows.ts";
import { enumeratedBy } from "../cpuid/sub-leaves.ts";
import type { RowFormat } from "../input.ts";
import type { Source } from "../text.ts";

const HEADING = /\(0xd\/(?<hex>0x)?(?<n>[0-9a-f]{1,2})\):/i;
const CPU = /^[ \t]{0,40}CPU(?: (?<label>\d{1,9}))?:[ \t]{0,40}$/;
const FIELD =
  /^[ \t]{0,40}(?<name>[^=\s][^=\n]{0,79}?)[ \t]{0,60}=[ \t]{0,2}(?<value>[^\s][^\n]{0,79})$/;

/** Fields that only leaf 0DH has: an abbreviated output may have lost its headings. */
const OWN_FIELDS =
  /XSAVE features \(0xd\/(?:0x)?0\):|(?:XCR0|IA32_XSS) (?:lower 32 bits )?valid bit field mask[ \t]{1,60}=|bytes required by (?:fields in XCR0|XSAVE\/XRSTOR area)[ \t]{1,60}=/i;

const speaksDecoded = ({ text }: Source): boolean => OWN_FIELDS.test(text);

type Fields = Map<string, string>;

/** One block a `CPU n:` heading, or where sub-leaf 0 comes again. */
function decodedBlocks({ text }: Source): Block[] {
  const blocks: Block[] = [];
  let sections = new Map<string, Fields>();
  let fields: Fields = new Map();
  let label = "";
  let vendor: string | undefined;
  let brand: string | undefined;
  const end = () => {
    const leaf = rowsOf(sections);
    if (leaf.length > 0) {
      const rows = [...identityRows(vendor, brand), ...leaf];
      blocks.push({ label: label || `CPU ${blocks.length}`, rows, warnings: [] });
    }
    sections = new Map();
    fields = new Map();
  };
  for (const line of text.split("\n")) {
    const heading = HEADING.exec(line)?.groups;
    const cpu = CPU.exec(line);
    const field = FIELD.exec(line)?.groups;
    if (cpu) {
      end();
      label = cpu.groups?.label ? `CPU ${cpu.groups.label}` : "";
    } else if (heading) {
      const key = `${heading.hex ?? ""}${heading.n?.toLowerCase()}`.replace(/^0x(?=[0-9]$)/, "");
      if (key === "0" && sections.has("0")) end();
      fields = new Map();
      sections.set(key, fields);
    } else if (field) {
      const { name = "", value = "" } = field;
      if (name === "vendor_id") vendor = value.replaceAll('"', "").trim();
      else if (name === "brand") brand = value.replaceAll('"', "").trim();
      else sectionFor(name, fields, sections).set(name, value.trim());
    } else if (/^\S|^ {2,3}\S.*:$/.test(line)) fields = new Map();
  }
  end();
  return blocks;
}

/** Where a field belongs: those that only sub-leaf 0 or 1 has need no heading of theirs. */
function sectionFor(name: string, fields: Fields, sections: Map<string, Fields>): Fields {
  const own = ZERO.test(name) ? "0" : ONE.test(name) ? "1" : null;
  if (own === null) return fields;
  const section = sections.get(own) ?? new Map<string, string>();
  sections.set(own, section);
  return section;
}

const ZERO = /^XCR0 (?:lower 32 bits |upper 32 bits )?valid bit field mask$|^bytes required by /;
const ONE =
  /^(?:XSAVEOPT|XSAVEC|XGETBV|XSAVES\/XRSTORS) instruction|^XFD: extended feature disable|SAVE area size in bytes$|^IA32_XSS (?:lower 32 bits |upper 32 bits )?valid bit field mask$/;
const FEATURES = ["XSAVEOPT", "XSAVEC", "XGETBV", "XSAVES/XRSTORS", "XFD"];

function rowsOf(sections: ReadonlyMap<string, Fields>): Row[] {
  const rows: Row[] = [];
  const add = (subleaf: number, registers: Registers) =>
    rows.push({ leaf: LEAF_0D, subleaf, registers });
  const zero = sections.get("0");
  if (zero && zero.size > 0) {
    add(0, {
      ...maskOf(zero, "XCR0", "eax", "edx"),
      ebx: numberOf(zero, "bytes required by fields in XCR0"),
      ecx: numberOf(zero, "bytes required by XSAVE/XRSTOR area"),
    });
  }
  const one = sections.get("1");
  if (one && one.size > 0) {
    const said = FEATURES.map((name) => flagOf(one, new RegExp(`^${name}\\b`)));
    // XFD is not printed by versions older than it; without the others the features are not known.
    const known = said.slice(0, 4).every((flag) => flag !== null);
    add(1, {
      ...maskOf(one, "IA32_XSS", "ecx", "edx"),
      eax: known ? said.reduce<number>((mask, flag, i) => mask | (flag ? 1 << i : 0), 0) : null,
      ebx: numberOf(one, "SAVE area size in bytes"),
    });
  }
  const { xcr0, xss } = enumeratedBy(new Map(rows.map((row) => [row.subleaf ?? 0, row.registers])));
  const enumerated = (xcr0 ?? 0n) | (xss ?? 0n);
  for (const [key, fields] of sections) {
    const decimal = /^\d+$/.test(key) ? Number(key) : -1;
    const hex = Number.parseInt(key, 16);
    // Versions of the tool differ in the radix of a sub-leaf; the registers tell which it is.
    const n = decimal >= 0 && hasBit(enumerated, decimal) ? decimal : hex;
    if (key === "0" || key === "1" || n < 2 || n > 63 || fields.size === 0) continue;
    add(n, componentRegisters(fields));
  }
  return rows;
}

function componentRegisters(fields: Fields): Registers {
  const supervisor = flagOf(fields, /^supported in IA32_XSS or XCR0/, /^IA32_XSS/);
  const aligned = flagOf(fields, /^64-byte alignment/);
  const xfd = flagOf(fields, /^XFD faulting/);
  return {
    eax: numberOf(fields, "save state byte size"),
    ebx: numberOf(fields, "save state byte offset"),
    // XFD is not printed by versions older than it.
    ecx:
      supervisor === null || aligned === null
        ? null
        : (supervisor ? 1 : 0) | (aligned ? 2 : 0) | (xfd ? 4 : 0),
    edx: 0,
  };
}

/** A mask in the registers that hold its halves: one field of 64 bits, or two of 32. */
function maskOf<Low extends string, High extends string>(
  fields: Fields,
  register: string,
  low: Low,
  high: High,
): Record<Low | High, number | null> {
  const whole = digitsOf(fields, `${register} valid bit field mask`, 16);
  const halves =
    whole === null
      ? [
          numberOf(fields, `${register} lower 32 bits valid bit field mask`),
          numberOf(fields, `${register} upper 32 bits valid bit field mask`),
        ]
      : [Number(BigInt.asUintN(32, BigInt(whole))), Number(BigInt(whole) >> 32n)];
  return { [low]: halves[0], [high]: halves[1] } as Record<Low | High, number | null>;
}

/** The hexadecimal value of the field whose name ends so; null without one, or with its last digits cut off. */
function digitsOf(fields: Fields, name: string, digits: number): string | null {
  const found = [...fields].find(([key]) => key.endsWith(name));
  return (
    new RegExp(`^(0x[0-9a-f]{${digits}})(?![0-9a-f])`, "i").exec(found?.[1] ?? "")?.[1] ?? null
  );
}

function numberOf(fields: Fields, name: string): number | null {
  const digits = digitsOf(fields, name, 8);
  return digits === null ? null : Number.parseInt(digits, 16);
}

/** True or false as the field says it; null without one. */
function flagOf(fields: Fields, name: RegExp, value = /^true/): boolean | null {
  const found = [...fields].find(([key]) => name.test(key));
  return found === undefined ? null : value.test(found[1]);
}

export const DECODED: RowFormat = {
  name: "cpuid-decoded",
  summary: "`cpuid` without -r",
  is: ({ source }) => speaksDecoded(source),
  blocks: ({ source }) => decodedBlocks(source),
};
