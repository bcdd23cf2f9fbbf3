/** What a survey over host masks found: one table per version. */
import type { RowReport, SurveyReport, TallyReport } from "../../linux/survey/report.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Processor } from "../../xsave/processor.ts";
import { verdictText } from "./check-verdict.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";
import { callsText } from "./trace.ts";
import { wrap } from "./wrap.ts";

/** `each`: what is dynamic differs between the masks of a row, and is said beside them. */
export function surveyText(
  cpu: Processor,
  report: SurveyReport,
  each: boolean,
  columns: number,
): string {
  const { universe, legal, masks } = report;
  return [
    report.sweeps.flatMap((row) => wrap(rowVerdict(row), columns, " ")).join("\n"),
    [
      `${cpu.id}: ${cpu.name}`,
      ...wrap(
        `host masks: 0x3 and every subset of ${universe} = ${maskNames(cpu, BigInt(universe))}`,
        columns,
        "+",
      ),
      `${grouped(masks)} checks${legal ? ", of legal masks only" : ""}${each ? ", every user component dynamic in turn" : ""}`,
    ].join("\n"),
    ...report.sweeps.map((row) => rowText(cpu, row, each, columns)),
  ].join("\n\n");
}

/** Of each broken one, what became of it on the mask of its shortest trace. */
const rowVerdict = ({ kernel, properties }: RowReport): string =>
  `${kernel}: ${verdictText(
    properties.map(({ id, holds, shortest }) => ({ id, holds, remedy: shortest?.remedy ?? null })),
    " on every mask",
  )}`;

const idsOf = (tallies: readonly TallyReport[]): string => tallies.map(({ id }) => id).join(" ");

function rowText(cpu: Processor, row: RowReport, each: boolean, columns: number): string {
  const { kernel, dynamic, masks, states, transitions, complete, properties } = row;
  const broken = properties.filter(({ holds }) => holds === false);
  const holding = properties.filter(({ holds }) => holds === true);
  const undecided = properties.filter(({ holds }) => holds === null);
  const mask = (hostMask: string, component: string) =>
    each ? `${hostMask} / ${maskNames(cpu, BigInt(component))}` : hostMask;
  return [
    `${kernel}${each ? "" : `, dynamic ${maskNames(cpu, BigInt(dynamic))}`}: ${grouped(masks)} masks, ${grouped(states)} states, ${grouped(transitions)} transitions${complete ? "" : ", NOT complete"}`,
    broken.length === 0
      ? "nothing breaks"
      : table(
          ["left", "left", "right", "right", "left", "right", "left", "left"],
          [
            ["", "BREAKS", "ON", "HIDDEN", "LOWEST", "WORST", "ON", "SHORTEST TRACE"],
            ...broken.map((tally) => brokenRow(tally, mask)),
          ],
          columns,
        ),
    ...(holding.length === 0 ? [] : [`holds on all: ${idsOf(holding)}`]),
    ...(undecided.length === 0 ? [] : [`undecided: ${idsOf(undecided)}`]),
  ].join("\n");
}

function brokenRow(
  { id, name, breaks, hidden, lowest, shortest, worst }: TallyReport,
  mask: (hostMask: string, dynamic: string) => string,
): string[] {
  const bytes = worst && worst.shortfall > 0;
  return [
    id,
    name,
    `${breaks}`,
    hidden === 0 ? "-" : `${hidden}`,
    lowest ? mask(lowest.hostMask, lowest.dynamic) : "",
    bytes ? `${worst.shortfall} B` : "-",
    bytes ? mask(worst.hostMask, worst.dynamic) : "",
    shortest ? callsText(shortest.trace) : "",
  ];
}
