/** Assertions as people read them. */
import type { AssertionReport, Breaker } from "../../questions/assert.ts";
import { hex } from "../../xsave/mask.ts";
import type { Sheet } from "../sheet.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";

/** The reports of one assertion: what breaks it, a line each, and what that comes to in a sentence. */
export function assertionText(reports: readonly AssertionReport[], columns?: number): string {
  const [first] = reports;
  if (!first) return "no processor is asked";
  const broken = reports.filter((report) => report.broken !== 0n);
  return [
    `${first.assertion.id}: ${first.assertion.claim}`,
    ...(broken.length > 0 ? [brokenTable(broken, columns)] : []),
    verdicts(reports),
  ].join("\n");
}

const shown = (breaker: Breaker | null): string =>
  breaker ? `${hex(breaker.mask)} (${breaker.sizes.join(", ")})` : "none";

const HEADS = ["PROCESSOR", "RULE", "BREAK IT", "OF MASKS", "FIRST (BYTES)", "FIRST LEGAL"];

const cellsOf = (report: AssertionReport): readonly string[] => [
  report.cpu,
  report.rules.join(", "),
  `${report.broken}`,
  `${report.masks}`,
  shown(report.first),
  shown(report.firstLegal),
];

const brokenTable = (reports: readonly AssertionReport[], columns?: number): string =>
  table(
    ["left", "left", "right", "right", "left", "left"],
    [HEADS, ...reports.map(cellsOf)],
    columns,
  );

/** A row per assertion and processor, those that hold too. */
export const assertionsSheet = (reports: readonly AssertionReport[]): Sheet => ({
  align: ["left", "left", "left", "right", "right", "left", "left"],
  heads: ["ASSERTION", ...HEADS],
  rows: reports.map((report) => [report.assertion.id, ...cellsOf(report)]),
});

/** One sentence for what was measured, one for what was not. */
function verdicts(reports: readonly AssertionReport[]): string {
  return [false, true]
    .map((hypothetical) => reports.filter((report) => report.hypothetical === hypothetical))
    .filter((some) => some.length > 0)
    .map((some) => {
      const masks = some.reduce((sum, report) => sum + report.masks, 0n);
      const broken = some.reduce((sum, report) => sum + report.broken, 0n);
      const kind = `${some[0]?.legal ? "legal " : ""}masks of ${whose(some)}`;
      return broken === 0n
        ? `It holds on all ${grouped(masks)} ${kind}.`
        : `It breaks on ${grouped(broken)} of the ${grouped(masks)} ${kind}.`;
    })
    .join("\n");
}

function whose(reports: readonly AssertionReport[]): string {
  const cpus = new Set(reports.map(({ cpu }) => cpu));
  const [only] = cpus;
  if (cpus.size === 1) return `${only}`;
  return `${cpus.size} ${reports[0]?.hypothetical ? "hypothetical" : "real"} processors`;
}
