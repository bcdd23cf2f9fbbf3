/** A sweep as people read it: one processor in full, or a line each for many. */
import type { RuleReport } from "../../sweep/rule-report.ts";
import type { SweepReport } from "../../sweep/sweep.ts";
import { hex } from "../../xsave/mask.ts";
import type { Processor } from "../../xsave/processor.ts";
import type { Sheet } from "../sheet.ts";
import { grouped, rate } from "./number.ts";
import { table } from "./table.ts";
import { titleOf } from "./title.ts";
import { wrap } from "./wrap.ts";

/** Rows of the histogram; more sizes than that share a row. */
const HISTOGRAM_ROWS = 16;

/** Everything that `report` holds. */
export function sweepText(cpu: Processor, report: SweepReport, columns: number): string {
  return [
    wrap(titleOf(cpu), columns, " ").join("\n"),
    ...report.rules.map((rule) => ruleText(cpu, rule, columns)),
    wrap(closingText(report), columns, " ").join("\n"),
  ].join("\n\n");
}

function ruleText(cpu: Processor, report: RuleReport, columns: number): string {
  const { min, max, sum, distinct, checksum, histogram, offsets } = report;
  const facts: string[][] = [];
  if (min) facts.push(["smallest", `${min.size}`, hex(min.mask)]);
  if (max) facts.push(["largest", `${max.size}`, hex(max.mask)]);
  if (sum !== undefined) facts.push(["mean", mean(sum, report.masks), `sum ${sum}`]);
  if (distinct !== undefined) facts.push(["distinct", `${distinct}`, ""]);
  const blocks = [
    `${report.rule}  ${grouped(report.masks)} ${report.legal ? "legal masks" : "masks"}: ${hex(report.fixed)} with every ${report.legal ? "legal " : ""}subset of ${hex(report.universe)}`,
    table(["left", "right", "left"], facts),
  ];
  if (checksum !== undefined) {
    blocks.push(`checksum  ${checksumText(checksum)}`);
  }
  const body = blocks
    .filter((block) => block !== "")
    .flatMap((block) => (block === blocks[0] ? wrap(block, columns, " ") : [block]))
    .join("\n");
  return [
    body,
    ...(histogram ? [histogramText(histogram, columns)] : []),
    ...(offsets && offsets.length > 0 ? [offsetsText(cpu, offsets, columns)] : []),
  ].join("\n\n");
}

/** sum / masks to two places, exact. */
function mean(sum: bigint, masks: bigint): string {
  if (masks === 0n) return "-";
  const hundredths = (sum * 100n + masks / 2n) / masks;
  return `${hundredths / 100n}.${`${hundredths % 100n}`.padStart(2, "0")}`;
}

function offsetsText(
  cpu: Processor,
  offsets: NonNullable<RuleReport["offsets"]>,
  columns: number,
): string {
  const names = new Map(cpu.components.map((component) => [component.bit, component.name]));
  return table(
    ["right", "left", "right", "right", "right"],
    [
      ["BIT", "COMPONENT", "LOWEST OFFSET", "HIGHEST", "DISTINCT"],
      ...offsets.map(({ bit, min, max, distinct }) => [
        `${bit}`,
        names.get(bit) ?? "",
        `${min}`,
        `${max}`,
        `${distinct}`,
      ]),
    ],
    columns,
  );
}

/** Sizes where they are few, else ranges of them, equally wide, with a bar for the share of the masks that lie in each. */
function histogramText(histogram: NonNullable<RuleReport["histogram"]>, columns: number): string {
  if (histogram.length === 0) return "no mask, no size";
  const first = histogram[0]?.[0] ?? 0;
  const last = histogram.at(-1)?.[0] ?? 0;
  const width = Math.max(1, Math.ceil((last - first + 1) / HISTOGRAM_ROWS));
  const few = histogram.length <= HISTOGRAM_ROWS;
  const rows = few
    ? histogram.map(([, count]) => count)
    : Array.from({ length: Math.ceil((last - first + 1) / width) }, () => 0n);
  for (const [size, count] of few ? [] : histogram) {
    const row = Math.floor((size - first) / width);
    rows[row] = (rows[row] ?? 0n) + count;
  }
  const most = rows.toSorted((a, b) => Number(b - a))[0] || 1n;
  const labels = rows.map((count, i) => [
    few
      ? `${histogram[i]?.[0]}`
      : `${first + i * width}..${Math.min(last, first + (i + 1) * width - 1)}`,
    `${count}`,
  ]);
  const widths = table(["right", "right"], [["BYTES", "MASKS"], ...labels]).split("\n");
  const room = Math.max(8, columns - Math.max(...widths.map((line) => line.length)) - 2);
  return widths
    .map((line, i) => {
      const count = rows[i - 1] ?? 0n;
      const length = Number((count * BigInt(room) + most - 1n) / most);
      return i === 0 || count === 0n ? line : `${line}  ${"#".repeat(length)}`;
    })
    .join("\n");
}

function closingText(report: SweepReport): string {
  const time = `${report.seconds.toFixed(3)} s`;
  if (report.method === "symbolic") return `counted symbolically in ${time}`;
  const speed = `${rate(report.masksPerSecond, "masks")} on ${report.threads} thread${report.threads === 1 ? "" : "s"}`;
  if (report.method === "exhaustive") return `every mask evaluated in ${time}, ${speed}`;
  return `both engines in ${time}, ${speed}: ${report.agree ? "they agree" : "THEY DIFFER"}`;
}

/** A row per processor and rule: its masks, extremes, sum and checksum; "-" where not asked for. */
export const sweepsSheet = (reports: readonly SweepReport[]): Sheet => ({
  align: ["left", "left", ...Array<"right">(7).fill("right"), "left", "left"],
  heads: [
    ...[
      "PROCESSOR",
      "RULE",
      "MASKS",
      "SMALLEST",
      "SMALLEST MASK",
      "LARGEST",
      "LARGEST MASK",
      "SUM",
    ],
    ...["SIZES", "CHECKSUM", "ENGINES"],
  ],
  rows: reports.flatMap((report) =>
    report.rules.map(({ rule, masks, min, max, sum, distinct, checksum }) => [
      ...[report.cpu, rule, `${masks}`],
      ...[min, max].flatMap((end) => (end ? [`${end.size}`, hex(end.mask)] : ["-", "-"])),
      ...[sum, distinct].map((n) => `${n ?? "-"}`),
      checksum === undefined ? "-" : checksumText(checksum),
      enginesText(report),
    ]),
  ),
});

const checksumText = (checksum: bigint): string => `0x${checksum.toString(16).padStart(16, "0")}`;

const enginesText = ({ agree, method }: SweepReport): string =>
  agree === undefined ? method : agree ? "agree" : "DIFFER";

/** The heading of `sweepLine`. */
export const sweepHeading = (rules: readonly string[]): string =>
  lineOf(
    "PROCESSOR",
    "MASKS",
    rules.map((rule) => [rule.toUpperCase(), "SIZES"]),
    "ENGINES",
  );

const masksOf = (report: SweepReport): bigint =>
  report.rules.reduce((sum, rule) => sum + rule.masks, 0n);

/** One line: id, masks, smallest..largest and number of sizes of each rule, agreement. */
export const sweepLine = (report: SweepReport): string =>
  lineOf(
    report.cpu,
    `${masksOf(report)}`,
    report.rules.map(({ min, max, distinct }) => [
      min && max ? `${min.size}..${max.size}` : "",
      distinct === undefined ? "" : `${distinct}`,
    ]),
    enginesText(report),
  );

/** All lines in one: how much, by which engines, in what time from the first to the last. */
export function sweepsTotal(
  reports: readonly SweepReport[],
  seconds: number,
  columns: number,
): string {
  const masks = reports.reduce((sum, report) => sum + masksOf(report), 0n);
  const differ = reports.filter(({ agree }) => agree === false).length;
  const how = {
    both: "evaluated and counted",
    symbolic: "counted symbolically",
    exhaustive: "each evaluated",
  }[reports[0]?.method ?? "exhaustive"];
  const engines = `, ${how}${differ === 0 ? "" : `: ${differ} DIFFER`}`;
  const hypothetical = reports.filter((report) => report.hypothetical).map(({ cpu }) => cpu);
  const unmeasured = hypothetical.length === 0 ? "" : `; hypothetical: ${hypothetical.join(", ")}`;
  const total = `${reports.length} processors, ${grouped(masks)} masks${engines}, in ${seconds.toFixed(2)} s${unmeasured}`;
  return wrap(total, columns, " ").join("\n");
}

/** Widths that hold every line of the catalogue, so that a line can be printed when it is ready. */
const lineOf = (
  id: string,
  masks: string,
  rules: readonly (readonly [string, string])[],
  engines: string,
): string =>
  [
    id.padEnd(18),
    masks.padStart(6),
    ...rules.map(([range, sizes]) => `${range.padStart(13)} ${sizes.padStart(5)}`),
    engines,
  ].join(" ");
