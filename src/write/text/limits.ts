/** Which buffers overflow, as people read it: a row per buffer, or a row per processor. */
import type { LimitOnProcessor, LimitReport } from "../../questions/limits.ts";
import type { Limit } from "../../rules/limits.ts";
import { hex } from "../../xsave/mask.ts";
import { table } from "./table.ts";

const formOf = ({ holds, format }: Limit): string => (holds === "sigframe" ? "frame" : format);

/** A row per limit; over several processors it says on how many, and where it is worst. */
export function limitsText(reports: readonly LimitReport[], columns?: number): string {
  const several = (reports[0]?.processors.length ?? 0) > 1;
  return table(
    ["left", "right", "left", "right", "right", ...(several ? RIGHT : []), "left", "right", "left"],
    [
      [
        ...["LIMIT", "BYTES", "HOLDS", "OVERFLOW", "OF MASKS"],
        ...(several ? ["PROCESSORS"] : []),
        ...["FIRST", "SLACK", "LARGEST"],
      ],
      ...reports.map(({ limit, processors }) => {
        const broken = processors.filter(({ overflow }) => overflow > 0n);
        const worst = processors.reduce((a, b) => (b.worst.bytes > a.worst.bytes ? b : a));
        const on = (cpu: string) => (several ? ` ${cpu}` : "");
        const first = broken[0]?.first;
        return [
          limit.name,
          `${limit.bytes}`,
          formOf(limit),
          `${total(processors, "overflow")}`,
          `${total(processors, "legal")}`,
          ...(several ? [`${broken.length} of ${processors.length}`] : []),
          first ? `${hex(first.mask)}${on(broken[0]?.cpu ?? "")}` : "-",
          `${limit.bytes - worst.worst.bytes}`,
          `${worst.worst.bytes} for ${hex(worst.worst.mask)}${on(worst.cpu)}`,
        ];
      }),
    ],
    columns,
  );
}

const RIGHT = ["right"] as const;

const total = (processors: readonly LimitOnProcessor[], field: "overflow" | "legal"): bigint =>
  processors.reduce((sum, one) => sum + one[field], 0n);

/** One limit: what it is, then a row for each processor that overflows it, or the tightest. */
export function limitText({ limit, processors }: LimitReport, columns?: number): string {
  const { name, bytes, what, source, since, until } = limit;
  const versions = [since && `since ${since}`, until && `to ${until}`].filter(Boolean).join(", ");
  const broken = processors.filter(({ overflow }) => overflow > 0n);
  const head = [
    `${name}: ${bytes} bytes (${formOf(limit)})`,
    `${what}${versions ? `; ${versions}` : ""}`,
    `source: ${source}`,
    `${broken.length} of ${processors.length} processors overflow it`,
  ].join("\n");
  if (broken.length === 0) return head;
  return `${head}\n\n${table(
    ["left", "right", "right", "left", "right", "left"],
    [
      ["PROCESSOR", "OVERFLOW", "OF MASKS", "FIRST", "SLACK", "LARGEST"],
      ...broken.map(({ cpu, overflow, legal, first, worst }) => [
        cpu,
        `${overflow}`,
        `${legal}`,
        first ? `${hex(first.mask)} (${first.bytes})` : "-",
        `${bytes - worst.bytes}`,
        `${worst.bytes} for ${hex(worst.mask)}`,
      ]),
    ],
    columns,
  )}`;
}
