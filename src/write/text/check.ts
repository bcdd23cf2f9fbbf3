/** What a check found: one version with its traces, or versions side by side. */
import type { CheckReport, PropertyReport } from "../../linux/check.ts";
import { type KernelVersion, NEWEST, notesOf } from "../../linux/kernel/version.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Processor } from "../../xsave/processor.ts";
import { remedyText, shortText, verdictText } from "./check-verdict.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";
import { traceText } from "./trace.ts";
import { unmanagedText } from "./unmanaged.ts";
import { wrap } from "./wrap.ts";

const named = (mask: bigint, cpu: Processor): string =>
  mask === 0n ? "0x0 (none)" : `${hex(mask)} = ${maskNames(cpu, mask)}`;

/** The host; several host masks, as several releases have them, each with who has it. */
function headText(
  cpu: Processor,
  reports: readonly [CheckReport, ...CheckReport[]],
  columns: number,
  nameOf: (i: number) => string = () => "",
): string {
  const whose = new Map<bigint, string[]>();
  for (const [i, { hostMask }] of reports.entries()) {
    whose.set(hostMask, [...(whose.get(hostMask) ?? []), nameOf(i)]);
  }
  const hosts = [...whose].map(
    ([mask, names]) => `${named(mask, cpu)}${whose.size > 1 ? ` of ${names.join(", ")}` : ""}`,
  );
  const all = reports.reduce((mask, { hostMask }) => mask | hostMask, 0n);
  return [
    `${cpu.id}: ${cpu.name}`,
    ...hosts.flatMap((host) => wrap(`host mask  ${host}`, columns, "+")),
    `dynamic    ${named(reports[0].dynamic, cpu)}`,
    ...unmanagedText(cpu, all, columns),
  ].join("\n");
}

const spaceText = ({ states, transitions, complete }: CheckReport): string =>
  `${grouped(states)} states, ${grouped(transitions)} transitions, ${complete ? "all reached" : "NOT complete: what is not broken is undecided"}`;

/** One version: every property, with the shortest trace to each that is broken. */
export function checkText(
  cpu: Processor,
  version: KernelVersion,
  report: CheckReport,
  columns: number,
  asked: string | null = null,
): string {
  return [
    wrap(verdictText(report.properties), columns, " ").join("\n"),
    headText(cpu, [report], columns),
    [
      `${version.id}: ${version.stands} (${version.source})`,
      ...(asked === null ? [] : [`  asked for Linux ${asked}`]),
      ...notesOf(version).flatMap((note) => wrap(`  note: ${note}`, columns, " ")),
      `  ${spaceText(report)}`,
    ].join("\n"),
    ...report.properties.map((property) => propertyText(property, cpu, columns)),
  ].join("\n\n");
}

function propertyText(property: PropertyReport, cpu: Processor, columns: number): string {
  const { id, name, protects, holds, steps, detail, worst, hidden, trace, remedy } = property;
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
    ...(remedy ? wrap(`  ${remedyText(remedy)}`, columns, " ") : []),
    ...wrap(`  ${detail}`, columns, " "),
    ...(worst === null ? [] : wrap(`  worst: ${worst}`, columns, " ")),
    traceText(trace, cpu, 4, columns),
  ].join("\n");
}

/** Every version side by side: steps to each broken promise. */
export function checksText(
  cpu: Processor,
  reports: readonly CheckReport[],
  { columns, tableColumns }: { readonly columns: number; readonly tableColumns: number },
  asked: readonly (string | null)[] = [],
): string {
  const [first, ...more] = reports;
  if (!first) return "";
  const nameOf = (i: number): string => {
    const kernel = reports[i]?.kernel ?? "";
    return asked[i] ? `${kernel} (${asked[i]})` : kernel;
  };
  const newest = reports.find(({ kernel }) => kernel === NEWEST.id) ?? reports.at(-1) ?? first;
  const properties = first.properties;
  const said = (text: string) => wrap(text, columns, " ").join("\n");
  return [
    said(`${newest.kernel}: ${verdictText(newest.properties)}`),
    headText(cpu, [first, ...more], columns, nameOf),
    table(
      ["left", "right", ...properties.map(() => "right" as const)],
      [
        ["STEPS TO BREAK", "HOLD", ...properties.map(({ id }) => id)],
        ...reports.map((report, i) => [
          nameOf(i),
          `${report.verdict.hold}`,
          ...report.properties.map(cellText),
        ]),
      ],
      tableColumns,
    ),
    [
      "-  holds in every reachable state",
      ...(reports.some((report) => report.properties.some(({ hidden }) => hidden))
        ? ["h  hidden by padding: masks differ, sizes do not"]
        : []),
      ...(reports.every(({ complete }) => complete)
        ? []
        : ["?  undecided: the search met its bound"]),
      ...wrap(`${spaceOf(reports)}. Traces: xsweep check --kernel VERSION.`, columns, " "),
    ].join("\n"),
    table(
      ["left", "left", "left"],
      properties.map(({ id, name }, p) => [id, name, endText(reports, p)]),
      tableColumns,
    ),
  ].join("\n\n");
}

/** States and transitions of all of them, the fewest to the most. */
function spaceOf(reports: readonly CheckReport[]): string {
  const range = (numbers: readonly number[]): string => {
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    return least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`;
  };
  const whole = reports.every(({ complete }) => complete) ? "all reached" : "NOT complete";
  return `${range(reports.map(({ states }) => states))} states, ${range(reports.map(({ transitions }) => transitions))} transitions, ${whole}`;
}

/** What became of promise `p`, over the versions that break it. */
function endText(reports: readonly CheckReport[], p: number): string {
  const ends = reports.flatMap(({ properties }) => properties[p]?.remedy ?? []);
  const words = ends.flatMap((remedy) => (remedy.kind === "proposal" ? [] : [shortText(remedy)]));
  return words.length === 0 && ends.length > 0
    ? "only in proposals"
    : [...new Set(words)].join("; ");
}

function cellText({ holds, steps, hidden }: PropertyReport): string {
  if (holds === null) return "?";
  return holds ? "-" : `${steps}${hidden ? "h" : ""}`;
}
