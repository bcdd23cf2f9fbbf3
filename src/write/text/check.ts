/** What a check found: one version with its traces, or versions side by side. */
import type { CheckReport, PropertyReport } from "../../linux/check.ts";
import { type KernelVersion, notesOf } from "../../linux/kernel/version.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Processor } from "../../xsave/processor.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";
import { traceText } from "./trace.ts";
import { unmanagedText } from "./unmanaged.ts";
import { wrap } from "./wrap.ts";

const named = (mask: bigint, cpu: Processor): string =>
  mask === 0n ? "0x0 (none)" : `${hex(mask)} = ${maskNames(cpu, mask)}`;

const headText = (cpu: Processor, { hostMask, dynamic }: CheckReport, columns: number): string =>
  [
    `${cpu.id}: ${cpu.name}`,
    ...wrap(`host mask  ${named(hostMask, cpu)}`, columns, "+"),
    `dynamic    ${named(dynamic, cpu)}`,
    ...unmanagedText(cpu, hostMask, columns),
  ].join("\n");

const spaceText = ({ states, transitions, complete }: CheckReport): string =>
  `${grouped(states)} states, ${grouped(transitions)} transitions, ${complete ? "all reached" : "NOT complete: what is not broken is undecided"}`;

/** One version: every property, with the shortest trace to each that is broken. */
export function checkText(
  cpu: Processor,
  version: KernelVersion,
  report: CheckReport,
  columns: number,
): string {
  return [
    headText(cpu, report, columns),
    [
      `${version.id}: ${version.stands} (${version.source})`,
      ...notesOf(version).flatMap((note) => wrap(`  note: ${note}`, columns, " ")),
      `  ${spaceText(report)}`,
    ].join("\n"),
    ...report.properties.map((property) => propertyText(property, cpu, columns)),
  ].join("\n\n");
}

function propertyText(property: PropertyReport, cpu: Processor, columns: number): string {
  const { id, name, protects, holds, steps, detail, worst, hidden, trace } = property;
  const { known, ran, answered } = property;
  const verdict =
    holds === null
      ? "undecided: the search met its bound"
      : holds
        ? "holds"
        : `BROKEN in ${steps} ${steps === 1 ? "step" : "steps"}${hidden ? ", hidden by padding" : ""}`;
  const head = [
    `${id} ${name}: ${verdict}`,
    ...wrap(`  ${protects}`, columns, " "),
    ...(known ? wrap(`  ${known}, ${ran}: ${answered}`, columns, " ") : []),
  ];
  if (holds !== false) return head.join("\n");
  return [
    ...head,
    ...wrap(`  ${detail}`, columns, " "),
    ...(worst === null ? [] : wrap(`  worst: ${worst}`, columns, " ")),
    traceText(trace, cpu, 4),
  ].join("\n");
}

/** Every version side by side: steps to each broken property. */
export function checksText(
  cpu: Processor,
  reports: readonly CheckReport[],
  columns: number,
): string {
  const [first] = reports;
  if (!first) return "";
  const rows = first.properties.map(({ id, name }, p) => [
    id,
    name,
    ...reports.map(({ properties }) => cellText(properties[p])),
  ]);
  return [
    headText(cpu, first, columns),
    table(
      ["left", "left", ...reports.map(() => "right" as const)],
      [
        ["", "STEPS TO BREAK", ...reports.map(({ kernel }) => kernel)],
        ...rows,
        ["", "states", ...reports.map(({ states }) => `${states}`)],
        ["", "transitions", ...reports.map(({ transitions }) => `${transitions}`)],
      ],
    ),
    [
      "-  holds in every reachable state    h  hidden by padding: masks differ, sizes do not",
      ...(reports.every(({ complete }) => complete)
        ? []
        : ["?  undecided: the search met its bound"]),
      "Traces: xsweep check --kernel VERSION.",
    ].join("\n"),
  ].join("\n\n");
}

function cellText(property: PropertyReport | undefined): string {
  if (!property || property.holds === null) return "?";
  return property.holds ? "-" : `${property.steps}${property.hidden ? "h" : ""}`;
}
