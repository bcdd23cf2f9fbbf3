/** A migration as people read it, a row a user part. */
import type { MigratedMask, MigrationReport } from "../../questions/migration.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import { userPart } from "../../xsave/processor.ts";
import { totals } from "../json/migrate.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";

export function migrationText(report: MigrationReport): string {
  const { from, to, masks } = report;
  const { representable, standardValid, compactedValid } = totals(masks);
  const count = (n: number) => `${grouped(n)} of ${grouped(masks.length)}`;
  return [
    `from ${from.id} to ${to.id}: every legal XCR0 of ${from.id}, with every part of its IA32_XSS`,
    table(
      ["left", "right"],
      [
        ["representable", count(representable)],
        ["standard image valid as it is", count(standardValid)],
        ["compacted image valid as it is", count(compactedValid)],
      ],
    ),
    rowsOf(report),
  ].join("\n\n");
}

function rowsOf({ from, masks }: MigrationReport): string {
  const groups = new Map<bigint, MigratedMask[]>();
  for (const one of masks) {
    const user = userPart(from, one.mask);
    groups.set(user, [...(groups.get(user) ?? []), one]);
  }
  return table(
    ["left", "right", "right", "left", "right", "right", "left"],
    [
      [
        "XCR0",
        "IA32_XSS",
        "REPRESENTABLE",
        "STANDARD IMAGE",
        "COMPACTED VALID",
        "COMPACTED MOVES",
        "LOST",
      ],
      ...[...groups].map(([user, some]) => {
        const { masks: parts, representable, compactedValid } = totals(some);
        const moved = some.map(({ compactedMoved }) => compactedMoved);
        return [
          hex(user),
          grouped(parts),
          grouped(representable),
          standardText(some[0] as MigratedMask),
          grouped(compactedValid),
          rangeText(Math.min(...moved), Math.max(...moved)),
          lostText(from, some),
        ];
      }),
    ],
  );
}

/** The standard image holds user components alone, so all parts of IA32_XSS share the answer. */
const standardText = ({ standardValid, standardMoved }: MigratedMask): string =>
  standardValid ? "valid" : standardMoved > 0 ? `${grouped(standardMoved)} bytes move` : "loses";

const rangeText = (least: number, most: number): string =>
  least === most ? `${grouped(least)} bytes` : `${grouped(least)}-${grouped(most)} bytes`;

function lostText(from: MigrationReport["from"], some: readonly MigratedMask[]): string {
  const lost = some.reduce((mask, one) => mask | one.lost, 0n);
  return lost === 0n ? "-" : maskNames(lost, from);
}
