/** Where two permit rules part, as people read it. */
import type { OnlyOne, PermitsReport } from "../../questions/permits.ts";
import type { Permit } from "../../rules/permits/permit.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Processor } from "../../xsave/processor.ts";
import type { Sheet } from "../sheet.ts";
import { grouped } from "./number.ts";
import { titleOf } from "./title.ts";
import { wrap } from "./wrap.ts";

/** One processor: the answer first, then what either asks. */
export function permitsText(cpu: Processor, report: PermitsReport, columns: number): string {
  const { a, b, onlyA, onlyB, masks, universe } = report;
  const equal = onlyA.count === 0n && onlyB.count === 0n;
  const lines = [
    titleOf(cpu),
    equal
      ? `${a.id} and ${b.id} admit the same ${grouped(report.admittedByBoth)} of ${grouped(masks)} masks`
      : `${a.id} and ${b.id} part on ${grouped(onlyA.count + onlyB.count)} of ${grouped(masks)} masks: every subset of ${hex(universe)}`,
    ...onlyText(cpu, a, onlyA),
    ...onlyText(cpu, b, onlyB),
    `both admit ${grouped(report.admittedByBoth)}`,
  ];
  return [
    lines.flatMap((line) => wrap(line, columns, " ")).join("\n"),
    [a, b].map((one) => permitText(one, columns)).join("\n"),
  ].join("\n\n");
}

const onlyText = (cpu: Processor, { id }: Permit, { count, first }: OnlyOne): string[] =>
  first === null
    ? []
    : [`only ${id} admits ${grouped(count)}: first ${hex(first)} = ${maskNames(cpu, first)}`];

function permitText({ id, stands, otherwise, components, rows }: Permit, columns: number): string {
  const asks = [
    ...(components === null ? [] : [`nothing beyond ${hex(components)}`]),
    ...rows.map(({ sentence }) => sentence),
  ];
  const text = `${id} (${stands}): ${asks.length === 0 ? "asks nothing" : asks.join("; ")}; else ${otherwise}`;
  return wrap(text, columns, " ").join("\n");
}

/** A row per processor. */
export const permitsSheet = (reports: readonly PermitsReport[]): Sheet => ({
  align: ["left", "right", "right", "left", "right", "left", "right"],
  heads: ["PROCESSOR", "MASKS", "ONLY A", "FIRST OF A", "ONLY B", "FIRST OF B", "BOTH"],
  rows: reports.map(({ cpu, masks, onlyA, onlyB, admittedByBoth }) => [
    cpu,
    `${masks}`,
    ...[onlyA, onlyB].flatMap(({ count, first }) => [
      `${count}`,
      first === null ? "-" : hex(first),
    ]),
    `${admittedByBoth}`,
  ]),
});
