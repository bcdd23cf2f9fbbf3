/**
 * CRIU's log of the host's area: `fpu: xfeatures_mask 0x15 xsave_size 1088 xsave_size_max 1088
 * xsaves_size 960`, and a line per component that is left in the mask. CRIU clears bits 1 and 3 from it by
 * mistake (src/rules/criu.ts); the sizes are CPUID's own, those of all of XCR0.
 */
import { type Block, LEAF_0D, type Registers, type Row } from "../cpuid/rows.ts";
import { withWholeSize } from "../inference.ts";
import type { RowFormat } from "../input.ts";
import type { Source } from "../text.ts";
import type { Warning } from "../warning.ts";

const TOTALS =
  /fpu: xfeatures_mask 0x(?<mask>[0-9a-f]{1,16}) xsave_size (?<now>\d{3,9}) xsave_size_max (?<all>\d{3,9}) xsaves_size (?<compacted>\d{1,9})(?!\d)/g;
const COMPONENT =
  /fpu: (?<name>[A-Za-z0-9][A-Za-z0-9_ -]{2,40}?) {1,40}xstate_offsets {1,12}(?<offset>\d{1,7}) \/ {1,8}\d{1,7} {1,12}xstate_sizes {1,12}(?<size>\d{1,7}) \/ {1,8}\d{1,7}(?!\d)/g;

/** As xfeature_names of compel's cpu.c calls them; not the three that lie in the legacy region or in IA32_XSS. */
const BITS: ReadonlyMap<string, number> = new Map([
  ["AVX registers", 2],
  ["MPX bounds registers", 3],
  ["MPX CSR", 4],
  ["AVX-512 opmask", 5],
  ["AVX-512 Hi256", 6],
  ["AVX-512 ZMM_Hi256", 7],
  ["Protection Keys User registers", 9],
]);

/** Bits 0 to 9: XFEATURE_MAX is 11. */
const KNOWN = 0x3ffn;

/** XCR0 as it was before CRIU took bits from it: SSE stays beside AVX, BNDREGS beside BNDCSR (SDM1 13.3). */
const restored = (mask: bigint): bigint => mask | 2n | ((mask & 0x10n) !== 0n ? 8n : 0n);

/** CRIU's own list ends at bit 9: what the host has above it, the total tells where one XCR0 has it. */
function hostXcr0(printed: bigint, size: number): bigint {
  const low = restored(printed);
  const fitting = withWholeSize(size).filter(({ xcr0 }) => (xcr0 & KNOWN) === low);
  const [one, ...others] = new Set(fitting.map(({ xcr0 }) => xcr0));
  return one === undefined || others.length > 0 ? low : one;
}

const speaksOfCriu = ({ text }: Source): boolean => text.search(TOTALS) >= 0;

/** One block a line of totals, each with the lines of components that follow it. */
function criuBlocks({ text }: Source): Block[] {
  const totals = [...text.matchAll(TOTALS)];
  const rows = [...text.matchAll(COMPONENT)];
  let next = 0;
  return totals.map(({ groups = {} }, i) => {
    const end = totals[i + 1]?.index ?? text.length;
    const printed = BigInt(`0x${groups.mask ?? "0"}`);
    const xcr0 = hostXcr0(printed, Number(groups.all));
    const own: Row[] = [];
    for (let row = rows[next]; row && row.index < end; row = rows[++next]) {
      const n = BITS.get(row.groups?.name ?? "");
      if (n === undefined) continue;
      own.push(
        rowOf(n, {
          eax: Number(row.groups?.size),
          ebx: Number(row.groups?.offset),
          ecx: null,
          edx: 0,
        }),
      );
    }
    const low = Number(xcr0 & 0xffffffffn);
    const high = Number(xcr0 >> 32n);
    const zero = { eax: low, ebx: Number(groups.now), ecx: Number(groups.all), edx: high, printed };
    const one = { eax: null, ebx: Number(groups.compacted), ecx: null, edx: null };
    return {
      label: "host",
      rows: [rowOf(0, zero), rowOf(1, one), ...own],
      warnings: doubts(printed, xcr0),
    };
  });
}

const rowOf = (subleaf: number, registers: Registers): Row => ({
  leaf: LEAF_0D,
  subleaf,
  registers,
});

function doubts(printed: bigint, xcr0: bigint): Warning[] {
  if (printed === xcr0) return [];
  const message = `xfeatures_mask 0x${printed.toString(16)} lacks what CRIU clears by mistake: XCR0 is taken as 0x${xcr0.toString(16)}`;
  return [{ name: "cleared-mask", message }];
}

export const CRIU_LOG: RowFormat = {
  name: "criu-log",
  summary: "CRIU logs: what it found of the host",
  is: ({ source }) => speaksOfCriu(source),
  blocks: ({ source }) => criuBlocks(source),
};
