/** Both formats of one mask, side by side, as people paste them into mails: 80 columns. */
import { EXTENDED_REGION, LEGACY_REGION } from "../../xsave/component.ts";
import { type Hole, type Layout, layout } from "../../xsave/layout.ts";
import { reasonsAgainst } from "../../xsave/legality.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import { componentsOf, described, type Processor } from "../../xsave/processor.ts";
import type { MaskKind } from "../json/layout.ts";
import {
  byteMap,
  cellBytes,
  HEADER_KEY,
  LEGACY_KEY,
  mapKey,
  ROW_CELLS,
  SHARED,
} from "./byte-map.ts";
import { table } from "./table.ts";
import { titleOf } from "./title.ts";
import { wrap } from "./wrap.ts";

const range = (from: number, to: number): string => `${from}..${to}`;

/** The layouts of `mask` on `cpu`: what it is, the table, the totals and holes, the map. */
export function layoutText(cpu: Processor, asked: bigint, columns: number, as?: MaskKind): string {
  const mask = asked & described(cpu);
  const standard = layout(cpu, mask, "standard");
  const compacted = layout(cpu, mask, "compacted");
  const keys = new Map(componentsOf(cpu, mask).map(({ bit }, i) => [bit, mapKey(i)]));
  return [
    headText(cpu, asked, columns, as),
    tableText(cpu, mask, standard, compacted, keys),
    [
      totalText(standard, columns),
      totalText(compacted, columns),
      `XCOMP_BV   ${hex(compacted.xcompBv ?? 0n)}`,
    ].join("\n"),
    mapText(standard, compacted, keys),
  ].join("\n\n");
}

function headText(cpu: Processor, mask: bigint, columns: number, as: MaskKind | undefined): string {
  return [
    ...wrap(titleOf(cpu), columns, " "),
    ...wrap(`${hex(mask)} = ${maskNames(cpu, mask)}`, columns, "+"),
    ...verdict(cpu, mask, as).flatMap((line) => wrap(line, columns, " ")),
  ].join("\n");
}

/** What may be said of the mask, a line each. */
function verdict(cpu: Processor, mask: bigint, as: MaskKind | undefined): string[] {
  const rest = mask & ~described(cpu);
  const without = rest === 0n ? [] : [`the layout is that of ${hex(mask & ~rest)}, which is there`];
  if (as === "rfbm" || as === "xstate-bv") {
    return [`as ${as === "rfbm" ? "an RFBM" : "an XSTATE_BV"}: not judged by XSETBV`, ...without];
  }
  const broken = reasonsAgainst(cpu, mask, as === "xcr0").map((why) => `illegal: ${why}`);
  if (broken.length > 0) return [...broken, ...without];
  return ["legal"];
}

function tableText(
  cpu: Processor,
  mask: bigint,
  standard: Layout,
  compacted: Layout,
  keys: ReadonlyMap<number, string>,
): string {
  const place = ({ components }: Layout, bit: number): string => {
    const found = components.find((component) => component.bit === bit);
    return found ? range(found.offset, found.offset + found.size) : "-";
  };
  const paddingBefore = (bit: number): string => {
    const found = compacted.components.find((component) => component.bit === bit);
    const hole = compacted.holes.find(({ offset, size }) => offset + size === found?.offset);
    return hole ? `+${hole.size}` : "";
  };
  const legacy = range(0, LEGACY_REGION);
  const header = range(LEGACY_REGION, EXTENDED_REGION);
  return table(
    ["left", "right", "left", "right", "right", "right", "right", "left"],
    [
      ["", "BIT", "COMPONENT", "SIZE", "STANDARD", "PAD", "COMPACTED", "FLAGS"],
      [LEGACY_KEY, "0-1", "legacy region", `${LEGACY_REGION}`, legacy, "", legacy],
      [HEADER_KEY, "", "XSAVE header", `${EXTENDED_REGION - LEGACY_REGION}`, header, "", header],
      ...componentsOf(cpu, mask).map((component) => {
        const { bit, name, size, supervisor, align64, xfd } = component;
        const flags = [supervisor && "supervisor", align64 && "align64", xfd && "xfd"];
        return [
          keys.get(bit) ?? "",
          `${bit}`,
          name,
          `${size}`,
          place(standard, bit),
          paddingBefore(bit),
          place(compacted, bit),
          flags.filter(Boolean).join(" "),
        ];
      }),
    ],
  );
}

function totalText({ format, size, holes }: Layout, columns: number): string {
  const text = holes.length === 0 ? "no holes" : `holes ${holes.map(holeText).join(", ")}`;
  return wrap(`${format.padEnd(9)}  ${size} bytes, ${text}`, columns, " ").join("\n");
}

const holeText = ({ offset, size }: Hole): string => `${range(offset, offset + size)} (${size})`;

function mapText(standard: Layout, compacted: Layout, keys: ReadonlyMap<number, string>): string {
  const cell = cellBytes(Math.max(standard.size, compacted.size));
  const [left, right] = [standard, compacted].map((one) => byteMap(one, keys, cell));
  const rows = Math.max(left?.length ?? 0, right?.length ?? 0);
  const digits = `${(rows - 1) * ROW_CELLS * cell}`.length;
  const lines = Array.from({ length: rows }, (_, row) => {
    const offset = `${row * ROW_CELLS * cell}`.padStart(digits);
    return `${offset} ${(left?.[row]?.cells ?? "").padEnd(ROW_CELLS)}  ${right?.[row]?.cells ?? ""}`;
  });
  const margin = " ".repeat(digits + 1);
  return [
    `${margin}${"standard".padEnd(ROW_CELLS)}  compacted`,
    ...lines.map((line) => line.trimEnd()),
    `${margin}one character is ${cell} bytes; . is a hole, ${SHARED} is shared by several`,
  ].join("\n");
}
