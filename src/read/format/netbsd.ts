/** `cpuctl identify` of NetBSD: XCR0, features and both totals, and XCR0 as it is enabled. */
import { identityRows } from "../cpuid/identity.ts";
import { type Block, LEAF_0D, type Row } from "../cpuid/rows.ts";
import type { Source } from "../text.ts";

const CPU = "cpu(?<cpu>\\d{1,4}):[ \\t]{1,20}";
const LINES = {
  xcr0: new RegExp(`${CPU}xsave features 0x(?<n>[0-9a-f]{1,8})(?=[<\\s])`, "g"),
  features: new RegExp(`${CPU}xsave instructions 0x(?<n>[0-9a-f]{1,8})(?=[<\\s])`, "g"),
  sizes: new RegExp(
    `${CPU}xsave area size: current (?<n>\\d{1,9}), maximum (?<max>\\d{1,9})(?=[,\\s])`,
    "g",
  ),
  brand: new RegExp(`${CPU}"(?<brand>[^"\\n]{1,48})"`, "g"),
};

export const speaksNetbsd = ({ text }: Source): boolean =>
  [LINES.xcr0, LINES.sizes].some((line) => text.search(line) >= 0);

interface Lines {
  xcr0?: number;
  features?: number;
  now?: number;
  max?: number;
  brand?: string;
}

/** A block a processor. A flag line longer than the screen comes again, whole mask and all. */
export function netbsdBlocks({ text }: Source): Block[] {
  const cpus = new Map<string, Lines>();
  const add = (line: keyof typeof LINES, fields: (groups: Record<string, string>) => Lines) => {
    for (const { groups = {} } of text.matchAll(LINES[line])) {
      const cpu = groups.cpu ?? "";
      cpus.set(cpu, { ...fields(groups), ...cpus.get(cpu) });
    }
  };
  add("xcr0", ({ n = "" }) => ({ xcr0: Number.parseInt(n, 16) }));
  add("features", ({ n = "" }) => ({ features: Number.parseInt(n, 16) }));
  add("sizes", ({ n, max }) => ({ now: Number(n), max: Number(max) }));
  add("brand", ({ brand = "" }) => ({ brand }));
  return [...cpus].flatMap(([cpu, lines]) => {
    const rows = rowsOf(lines);
    if (rows.length === 0) return [];
    return [
      {
        label: `CPU ${cpu}`,
        rows: [...identityRows(undefined, lines.brand), ...rows],
        warnings: [],
      },
    ];
  });
}

function rowsOf({ xcr0, features, now, max }: Lines): Row[] {
  const rows: Row[] = [];
  const add = (subleaf: number, eax: number | undefined, ebx?: number, ecx?: number) => {
    // The upper half of XCR0 is not printed.
    const registers = { eax: eax ?? null, ebx: ebx ?? null, ecx: ecx ?? null, edx: null };
    rows.push({ leaf: LEAF_0D, subleaf, registers });
  };
  if (xcr0 !== undefined || now !== undefined) add(0, xcr0, now, max);
  if (features !== undefined) add(1, features);
  return rows;
}
