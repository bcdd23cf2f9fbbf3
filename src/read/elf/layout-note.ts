/** The note NT_X86_XSAVE_LAYOUT: where the kernel says that each component of the areas lies. */
import { EXTENDED_REGION, LAST_BIT } from "../../xsave/component.ts";
import { hasBit } from "../../xsave/mask.ts";
import { nameOf } from "../cpuid/leaf0d.ts";
import { missingFrom } from "../image/missing.ts";
import { type Kept, knowsAll, type Placement } from "../image/placement.ts";
import { anyComponent } from "../inference.ts";
import type { Warning } from "../warning.ts";
import type { Note } from "./notes.ts";

export interface NoteRow {
  readonly bit: number;
  readonly size: number;
  readonly offset: number;
}

/** u32 type, size, offset, flags a component. Linux x86_xfeat_component. */
export function layoutRows({ data }: Note, warnings: Warning[]): NoteRow[] {
  const rows: NoteRow[] = [];
  for (let at = 0; at + 16 <= data.byteLength && rows.length < LAST_BIT; at += 16) {
    const [n = 0, size = 0, offset = 0] = [0, 4, 8].map((d) => data.getUint32(at + d, true));
    const overlaps = rows.some(
      (row) => row.offset < offset + size && offset < row.offset + row.size,
    );
    const twice = rows.some((row) => row.bit === n);
    if (n < 2 || n > LAST_BIT || size === 0 || offset < EXTENDED_REGION || overlaps || twice) {
      warnings.push({
        name: "lying-note",
        message: `the layout note places component ${n} at ${offset}..${offset + size}: left out`,
      });
    } else rows.push({ bit: n, size, offset });
  }
  return rows.sort((a, b) => a.bit - b.bit);
}

/** The components of `xcr0` as the rows place them, within an area of `length` bytes. */
export function byNote(rows: readonly NoteRow[], xcr0: bigint, length: number): Placement {
  const warnings: Warning[] = [];
  const components: Kept[] = [];
  for (const row of rows) {
    if (!hasBit(xcr0, row.bit)) continue;
    const end = row.offset + row.size;
    if (end > length) {
      warnings.push({
        name: "lying-note",
        message: `the layout note places ${nameOf(row.bit)} (${row.bit}) at ${row.offset}..${end}, the area has ${length} bytes: left out`,
      });
    } else components.push(keptFrom(row));
  }
  return {
    arrangements: [{ by: "note", ids: [], components, knows: knowsAll }],
    warnings: [...warnings, ...missingFrom(xcr0, components)],
  };
}

const keptFrom = ({ bit: n, size, offset }: NoteRow): Kept => {
  const { align64 = false, xfd = false } = anyComponent(n) ?? {};
  return { bit: n, name: nameOf(n), size, offset, supervisor: false, align64, xfd };
};
