/** macOS `sysctl machdep.cpu`: sub-leaves 0 and 1 of leaf 0DH, four decimal numbers each. */

import { identityRows } from "../cpuid/identity.ts";
import { type Block, LEAF_0D, type Row } from "../cpuid/rows.ts";
import type { RowFormat } from "../input.ts";
import type { Source } from "../text.ts";

const LINE =
  /machdep\.cpu\.xsave\.extended_state(?<one>1?):?[ \t]{1,20}(?<a>\d{1,10}) (?<b>\d{1,10}) (?<c>\d{1,10}) (?<d>\d{1,10})(?!\d)/g;
const BRAND = /machdep\.cpu\.brand_string:[ \t]{0,40}(?<brand>[^\n]{1,48})/;
const VENDOR = /machdep\.cpu\.vendor:[ \t]{0,40}(?<vendor>[A-Za-z]{12})/;

const speaksSysctl = ({ text }: Source): boolean => /machdep\.cpu\.xsave\./.test(text);

/** The one block; brand and vendor as the leaves that carry them. */
function sysctlBlocks({ text }: Source): Block[] {
  const rows: Row[] = [];
  for (const { groups = {} } of text.matchAll(LINE)) {
    const [eax = 0, ebx = 0, ecx = 0, edx = 0] = ["a", "b", "c", "d"].map((n) => Number(groups[n]));
    if (Math.max(eax, ebx, ecx, edx) > 0xffffffff) continue;
    rows.push({ leaf: LEAF_0D, subleaf: groups.one ? 1 : 0, registers: { eax, ebx, ecx, edx } });
  }
  const { vendor } = VENDOR.exec(text)?.groups ?? {};
  const { brand } = BRAND.exec(text)?.groups ?? {};
  if (rows.length === 0) return [];
  return [{ label: "CPU 0", rows: [...identityRows(vendor, brand), ...rows], warnings: [] }];
}

export const SYSCTL: RowFormat = {
  name: "macos-sysctl",
  summary: "macOS `sysctl machdep.cpu`",
  is: ({ source }) => speaksSysctl(source),
  blocks: ({ source }) => sysctlBlocks(source),
};
