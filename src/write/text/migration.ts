/** A migration as people read it, a row per user part; or the images of one mask. */
import type { MigratedImage } from "../../questions/migrated-image.ts";
import type { MigratedMask, MigrationReport } from "../../questions/migration.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import { type Processor, userPart } from "../../xsave/processor.ts";
import { type MigratedImages, totals } from "../json/migrate.ts";
import type { Sheet } from "../sheet.ts";
import { sheetTable, table } from "./table.ts";
import { verdictWords } from "./verdict.ts";
import { wrap } from "./wrap.ts";

export function migrationText(
  report: MigrationReport,
  plain: readonly MigratedImages[],
  columns: number,
): string {
  const { from, to, masks } = report;
  const without = masks.filter(({ mask }) => userPart(from, mask) === mask);
  const count = (key: "representable" | "standardValid" | "compactedValid") =>
    [without, masks].map((some) => `${totals(some)[key]} of ${totals(some).masks}`);
  return [
    wrap(
      `from ${from.id} to ${to.id}: every legal XCR0 of ${from.id}, with every part of its IA32_XSS`,
      columns,
      " ",
    ).join("\n"),
    table(
      ["left", "right", "right"],
      [
        ["", "IA32_XSS = 0", "ALL"],
        ["representable", ...count("representable")],
        ["standard image valid as it is", ...count("standardValid")],
        ["compacted image valid as it is", ...count("compactedValid")],
      ],
      columns,
    ),
    sheetTable(migrationSheet(report, plain), columns),
    pointer(from, to, plain),
  ].join("\n\n");
}

/** A row per XCR0: both images with IA32_XSS = 0, and those with the rest. */
export function migrationSheet(
  { from, masks }: MigrationReport,
  plain: readonly MigratedImages[],
): Sheet {
  const groups = new Map<bigint, MigratedMask[]>();
  for (const one of masks) {
    const user = userPart(from, one.mask);
    groups.set(user, [...(groups.get(user) ?? []), one]);
  }
  const supervisors = from.xss !== 0n;
  return {
    align: ["left", "left", "left", ...(supervisors ? (["right", "left"] as const) : [])],
    heads: [
      ...["XCR0", "STANDARD IMAGE", "COMPACTED, IA32_XSS = 0"],
      ...(supervisors ? ["VALID WITH IA32_XSS", "LOST"] : []),
    ],
    rows: plain.map(([standard, compacted]) => {
      const some = (groups.get(standard.holds) ?? []).filter(({ mask }) => mask !== standard.holds);
      const { masks: parts, compactedValid } = totals(some);
      const cells = [
        hex(standard.holds),
        verdictWords(standard.verdict),
        verdictWords(compacted.verdict),
      ];
      return supervisors
        ? [...cells, `${compactedValid} of ${parts}`, lostText(from, some)]
        : cells;
    }),
  };
}

function lostText(from: Processor, some: readonly MigratedMask[]): string {
  const lost = some.reduce((mask, one) => mask | one.lost, 0n);
  return lost === 0n ? "-" : maskNames(from, lost);
}

/** What to ask next, of the last mask that does not arrive. */
function pointer(from: Processor, to: Processor, plain: readonly MigratedImages[]): string {
  const bad = plain.findLast((images) => images.some(spoiled)) ?? plain.at(-1);
  const mask = hex(bad?.[0].holds ?? 0n);
  return `which bytes land where: xsweep xrstor --cpu ${to.id} --from ${from.id} --xstate-bv ${mask}`;
}

/** True where the image faults or is loaded wrongly with all of it in use. */
export const spoiled = ({ verdict }: MigratedImage): boolean =>
  verdict.fault !== null || verdict.components.some(({ wrong }) => wrong);

/** A row per format: what becomes of the image of one mask. */
export const migratedMaskSheet = (images: MigratedImages): Sheet => ({
  align: ["left", "left", "left", "right", "right", "right"],
  heads: ["", "", "ALL OF IT IN USE", "XSTATE_BV: FINE", "WRONG", "FAULT"],
  rows: images.map((image) => [
    `${image.format} image`,
    image.op.toUpperCase(),
    verdictWords(image.verdict),
    ...[image.fine, image.wrong, image.faults].map(String),
  ]),
});

export function migratedMaskText(
  from: Processor,
  to: Processor,
  mask: bigint,
  images: MigratedImages,
  columns: number,
): string {
  const title = `${hex(mask)} from ${from.id} to ${to.id}: ${maskNames(from, mask)}`;
  return [
    wrap(title, columns, "+").join("\n"),
    sheetTable(migratedMaskSheet(images), columns),
    pointer(from, to, [images]),
  ].join("\n\n");
}
