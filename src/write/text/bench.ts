/** The answers of bench/ as people read them. */
import type { BenchAnswer, SpreadOf } from "../json/bench.ts";
import { rate } from "./number.ts";
import { table } from "./table.ts";

export function benchText({ question, results, ratios }: BenchAnswer, spread: SpreadOf): string {
  const rows = results.map(({ task, unit, amount, seconds, checksum }) => {
    const { median, min, max } = spread(seconds);
    return [
      task,
      duration(median),
      `${duration(min)}..${duration(max)}`,
      rate(amount / median, unit),
      checksum,
    ];
  });
  const compared = ratios.map(({ name, values, atLeast }) => {
    const { median, min, max } = spread(values);
    return [
      name,
      `${times(median)} x`,
      `${times(min)}..${times(max)}`,
      atLeast === undefined ? "" : `asked for: at least ${atLeast} x`,
    ];
  });
  return [
    question,
    table(["left", "right", "right", "right", "left"], rows),
    ...(compared.length > 0 ? [table(["left", "right", "right", "left"], compared)] : []),
  ].join("\n");
}

const times = (ratio: number): string => ratio.toFixed(ratio < 10 ? 2 : 0);

const duration = (seconds: number): string =>
  seconds >= 1
    ? `${seconds.toFixed(2)} s`
    : seconds >= 1e-3
      ? `${(seconds * 1e3).toFixed(2)} ms`
      : `${(seconds * 1e6).toFixed(1)} us`;
