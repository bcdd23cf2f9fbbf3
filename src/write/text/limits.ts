/** Which buffers overflow, as people read it: a row per buffer, or a row per processor. */
import { type LimitOnProcessor, type LimitReport, slackOf } from "../../questions/limits.ts";
import type { Limit } from "../../rules/limits.ts";
import { hex } from "../../xsave/mask.ts";
import type { Sheet } from "../sheet.ts";
import { sheetTable } from "./table.ts";
import { wrap } from "./wrap.ts";

const formOf = ({ holds, format }: Limit): string => (holds === "sigframe" ? "frame" : format);

/** A row per limit; over several processors it says on how many, and where it is worst. */
export function limitsSheet(reports: readonly LimitReport[]): Sheet {
  const several = (reports[0]?.processors.length ?? 0) > 1;
  return {
    align: [
      ...(["left", "right", "left", "right", "right"] as const),
      ...(several ? (["right"] as const) : []),
      ...(["left", "right", "left"] as const),
    ],
    heads: [
      ...["LIMIT", "BYTES", "HOLDS", "OVER", "MASKS"],
      ...(several ? ["OVER ON"] : []),
      ...["FIRST", "SLACK", "LARGEST"],
    ],
    rows: reports.map(({ limit, processors }) => {
      const broken = processors.filter(({ overflow }) => overflow > 0n);
      const worst = processors.reduce((a, b) => (tightness(b) > tightness(a) ? b : a));
      const on = (cpu: string) => (several ? ` ${cpu}` : "");
      const first = broken[0]?.first;
      return [
        limit.name,
        several ? `${limit.bytes ?? "own"}` : `${worst.bytes ?? "-"}`,
        formOf(limit),
        `${total(processors, "overflow")}`,
        `${total(processors, "legal")}`,
        ...(several ? [`${broken.length} of ${having(processors).length}`] : []),
        first ? `${hex(first.mask)}${on(broken[0]?.cpu ?? "")}` : "-",
        `${slackOf(worst) ?? "-"}`,
        `${worst.worst.bytes} for ${hex(worst.worst.mask)}${on(worst.cpu)}`,
      ];
    }),
  };
}

const total = (processors: readonly LimitOnProcessor[], field: "overflow" | "legal"): bigint =>
  processors.reduce((sum, one) => sum + one[field], 0n);

const having = (processors: readonly LimitOnProcessor[]): readonly LimitOnProcessor[] =>
  processors.filter(({ bytes }) => bytes !== null);

/** The larger, the less is left. */
const tightness = (one: LimitOnProcessor): number => -(slackOf(one) ?? Number.POSITIVE_INFINITY);

/** "2560 bytes", or "576 to 10816 bytes, 0 left at least, on the 40 that have it". */
function roomText(processors: readonly LimitOnProcessor[]): string {
  const some = having(processors);
  const rooms = some.map(({ bytes }) => bytes ?? 0);
  if (some.length === 0) return "no such buffer";
  const [least, most] = [Math.min(...rooms), Math.max(...rooms)];
  const left = Math.min(...some.map((one) => slackOf(one) ?? 0));
  const range = least === most ? `${least} bytes` : `${least} to ${most} bytes`;
  return `${range}, ${left} left at least${processors.length > 1 ? `, on the ${some.length} that have it` : ""}`;
}

/** A row for each of `processors`, all of one limit. */
export const limitSheet = (processors: readonly LimitOnProcessor[]): Sheet => ({
  align: ["left", "right", "right", "left", "right", "left"],
  heads: ["PROCESSOR", "OVER", "MASKS", "FIRST", "SLACK", "LARGEST"],
  rows: processors.map((one) => [
    one.cpu,
    `${one.overflow}`,
    `${one.legal}`,
    one.first ? `${hex(one.first.mask)} (${one.first.bytes})` : "-",
    `${slackOf(one) ?? "-"}`,
    `${one.worst.bytes} for ${hex(one.worst.mask)}`,
  ]),
});

/** One limit: what it is, then a row for each processor that overflows it, or the tightest. */
export function limitText(
  { limit, processors }: LimitReport,
  columns = Number.POSITIVE_INFINITY,
): string {
  const { name, bytes, what, source, since, until } = limit;
  const versions = [since && `since ${since}`, until && `to ${until}`].filter(Boolean).join(", ");
  const broken = processors.filter(({ overflow }) => overflow > 0n);
  const head = [
    `${name}: ${bytes === null ? roomText(processors) : `${bytes} bytes`} (${formOf(limit)})`,
    `${what}${versions ? `; ${versions}` : ""}`,
    `source: ${source}`,
    `${broken.length} of ${having(processors).length} processors overflow it`,
  ]
    .flatMap((line) => wrap(line, columns, " "))
    .join("\n");
  if (broken.length === 0) return head;
  return `${head}\n\n${sheetTable(limitSheet(broken), columns)}`;
}
