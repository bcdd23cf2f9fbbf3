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
  pagesIn,
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
    headText(cpu, asked, columns, as, [standard, compacted]),
    tableText(cpu, mask, standard, compacted, keys, columns),
    [
      totalText(standard, columns),
      totalText(compacted, columns),
      `XCOMP_BV   ${hex(compacted.xcompBv ?? 0n)}`,
    ].join("\n"),
    mapText(standard, compacted, keys, columns),
  ].join("\n\n");
}

/** The processor, then the answer: both sizes and the verdict; the mask, and what is to be said of it. */
function headText(
  cpu: Processor,
  mask: bigint,
  columns: number,
  as: MaskKind | undefined,
  [standard, compacted]: readonly [Layout, Layout],
): string {
  const [verdict, ...why] = judged(cpu, mask, as);
  const rest = mask & ~described(cpu);
  return [
    titleOf(cpu),
    `standard ${standard.size} bytes, compacted ${compacted.size} bytes: ${verdict}`,
    ...wrap(`${hex(mask)} = ${maskNames(cpu, mask)}`, columns, "+"),
    ...why,
    ...(rest === 0n ? [] : [`the layout is that of ${hex(mask & ~rest)}, which is there`]),
  ]
    .flatMap((line) => wrap(line, columns, " "))
    .join("\n");
}

/** The verdict in a word or two, then each reason against the mask. */
function judged(cpu: Processor, mask: bigint, as: MaskKind | undefined): string[] {
  if (as === "rfbm" || as === "xstate-bv") {
    return [`not judged, as ${as === "rfbm" ? "an RFBM" : "an XSTATE_BV"} is not by XSETBV`];
  }
  const broken = reasonsAgainst(cpu, mask, as === "xcr0").map((why) => `illegal: ${why}`);
  return broken.length > 0 ? ["illegal", ...broken] : ["legal"];
}

function tableText(
  cpu: Processor,
  mask: bigint,
  standard: Layout,
  compacted: Layout,
  keys: ReadonlyMap<number, string>,
  columns: number,
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
    columns,
  );
}

function totalText({ format, size, holes }: Layout, columns: number): string {
  const text = holes.length === 0 ? "no holes" : `holes ${holes.map(holeText).join(", ")}`;
  return wrap(`${format.padEnd(9)}  ${size} bytes, ${text}`, columns, " ").join("\n");
}

const holeText = ({ offset, size }: Hole): string => `${range(offset, offset + size)} (${size})`;

/** " p14-15" */
const PAGES_ROOM = 7;

/** Both maps beside each other, or one below the other where they do not fit. */
function mapText(
  standard: Layout,
  compacted: Layout,
  keys: ReadonlyMap<number, string>,
  columns: number,
): string {
  const cell = cellBytes(Math.max(standard.size, compacted.size));
  const rowBytes = ROW_CELLS * cell;
  const rows = Math.ceil(Math.max(standard.size, compacted.size) / rowBytes);
  const digits = `${(rows - 1) * rowBytes}`.length;
  const margin = " ".repeat(digits + 1);
  const pages = digits + 1 + ROW_CELLS + PAGES_ROOM <= columns;
  const beside = (maps: readonly Layout[]): string[] => {
    const drawn = maps.map((one) => byteMap(one, keys, cell));
    const height = Math.max(...drawn.map(({ length }) => length));
    return [
      margin + maps.map(({ format }) => format.padEnd(ROW_CELLS)).join("  "),
      ...Array.from({ length: height }, (_, row) =>
        [
          `${row * rowBytes}`.padStart(digits),
          drawn.map((map) => (map[row]?.cells ?? "").padEnd(ROW_CELLS)).join("  "),
          pages ? pagesIn(row * rowBytes, rowBytes) : "",
        ].join(" "),
      ),
    ];
  };
  const room = digits + 1 + 2 * ROW_CELLS + 2 <= columns;
  const key = `one character is ${cell === 64 ? "a cache line, 64" : cell} bytes; . is a hole, ${SHARED} is shared`;
  return [
    ...(room ? beside([standard, compacted]) : [...beside([standard]), "", ...beside([compacted])]),
    ...wrap(key, columns - digits - 1, " ").map((line) => margin + line),
  ]
    .map((line) => line.trimEnd())
    .join("\n");
}
