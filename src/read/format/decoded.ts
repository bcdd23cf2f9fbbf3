/** The output of `cpuid` without `-r`: leaf 0DH in words, turned back into its registers. */

import { hasBit } from "../../xsave/mask.ts";
import { identityRows } from "../cpuid/identity.ts";
import { type Block, LEAF_0D, type Row } from "../cpuid/rows.ts";
import { enumeratedBy } from "../cpuid/sub-leaves.ts";
import type { Source } from "../text.ts";

const HEADING = /\(0xd\/(?<hex>0x)?(?<n>[0-9a-f]{1,2})\):/i;
const CPU = /^[^\S\n]*CPU(?: (?<label>\d+))?:[^\S\n]*$/;
const FIELD = /^[^\S\n]*(?<name>[^=\n]{1,80}?)[^\S\n]*= ?(?<value>[^\n]{1,80})$/;

export const speaksDecoded = ({ text }: Source): boolean =>
  /XSAVE features \(0xd\/(?:0x)?0\):/i.test(text);

type Fields = Map<string, string>;

/** One block a `CPU n:` heading, or where sub-leaf 0 comes again. */
export function decodedBlocks({ text }: Source): Block[] {
  const blocks: Block[] = [];
  let sections = new Map<string, Fields>();
  let fields: Fields = new Map();
  let label = "";
  let vendor: string | undefined;
  let brand: string | undefined;
  const end = () => {
    if (sections.has("0")) {
      const rows = [...identityRows(vendor, brand), ...rowsOf(sections)];
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
      const value = field.value ?? "";
      if (field.name?.trim() === "vendor_id") vendor = value.replaceAll('"', "").trim();
      else if (field.name?.trim() === "brand") brand = value.replaceAll('"', "").trim();
      else fields.set(field.name?.trim() ?? "", value.trim());
    } else if (/^\S|^ {2,3}\S.*:$/.test(line)) fields = new Map();
  }
  end();
  return blocks;
}

function rowsOf(sections: ReadonlyMap<string, Fields>): Row[] {
  const row = (subleaf: number, eax: number, ebx: number, ecx: number, edx = 0): Row => ({
    leaf: LEAF_0D,
    subleaf,
    registers: { eax, ebx, ecx, edx },
  });
  const rows: Row[] = [];
  const zero = sections.get("0") ?? new Map();
  rows.push(
    row(
      0,
      numberOf(zero, "XCR0 lower 32 bits valid bit field mask"),
      numberOf(zero, "bytes required by fields in XCR0"),
      numberOf(zero, "bytes required by XSAVE/XRSTOR area"),
      numberOf(zero, "XCR0 upper 32 bits valid bit field mask"),
    ),
  );
  const one = sections.get("1");
  if (one) {
    const flags = ["XSAVEOPT", "XSAVEC", "XGETBV", "XSAVES/XRSTORS", "XFD"].reduce(
      (mask, name, i) => mask | (isTrue(one, new RegExp(`^${name}\\b`)) ? 1 << i : 0),
      0,
    );
    rows.push(
      row(
        1,
        flags,
        numberOf(one, "SAVE area size in bytes"),
        numberOf(one, "IA32_XSS lower 32 bits valid bit field mask"),
        numberOf(one, "IA32_XSS upper 32 bits valid bit field mask"),
      ),
    );
  }
  const { xcr0, xss } = enumeratedBy(
    new Map(rows.map(({ subleaf, registers }) => [subleaf ?? 0, registers])),
  );
  for (const [key, fields] of sections) {
    const decimal = /^\d+$/.test(key) ? Number(key) : -1;
    const hex = Number.parseInt(key, 16);
    // Versions of the tool differ in the radix of a sub-leaf; the registers tell which it is.
    const n = decimal >= 0 && hasBit(xcr0 | xss, decimal) ? decimal : hex;
    if (key === "0" || key === "1" || n < 2 || n > 63) continue;
    const flags =
      (isTrue(fields, /^supported in IA32_XSS or XCR0/, /^IA32_XSS/) ? 1 : 0) |
      (isTrue(fields, /^64-byte alignment/) ? 2 : 0) |
      (isTrue(fields, /^XFD faulting/) ? 4 : 0);
    rows.push(
      row(
        n,
        numberOf(fields, "save state byte size"),
        numberOf(fields, "save state byte offset"),
        flags,
      ),
    );
  }
  return rows;
}

/** The hexadecimal value of the field whose name ends so; 0 where there is none. */
function numberOf(fields: Fields, name: string): number {
  const found = [...fields].find(([key]) => key.endsWith(name));
  const digits = /^0x([0-9a-f]{1,8})\b/i.exec(found?.[1] ?? "")?.[1];
  return digits === undefined ? 0 : Number.parseInt(digits, 16);
}

const isTrue = (fields: Fields, name: RegExp, value = /^true/): boolean =>
  [...fields].some(([key, text]) => name.test(key) && value.test(text));
