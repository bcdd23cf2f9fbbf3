/** The answers of bench/ as text and as the document "xsweep/bench@1". */
import { rate } from "./number.ts";
import { table } from "./table.ts";

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** What one question of bench/ came to. Seconds are of one call, a list of rounds. */
export interface BenchAnswer {
  readonly question: string;
  readonly results: readonly {
    readonly task: string;
    readonly unit: string;
    readonly amount: number;
    readonly seconds: readonly number[];
    readonly checksum: string;
  }[];
  /** Within each round, how many times as fast the first is as the second. */
  readonly ratios: readonly {
    readonly name: string;
    readonly atLeast?: number;
    readonly values: readonly number[];
  }[];
}

type SpreadOf = (values: readonly number[]) => Spread;

export const benchJson = (answers: readonly BenchAnswer[], spread: SpreadOf): object => ({
  schema: "xsweep/bench@1",
  node: process.version,
  questions: answers.map(({ question, results, ratios }) => ({
    question,
    results: results.map(({ seconds, ...result }) => {
      const { median, min, max } = spread(seconds);
      return { ...result, seconds: { median, min, max }, perSecond: result.amount / median };
    }),
    ratios: ratios.map(({ values, ...ratio }) => ({ ...ratio, ...spread(values) })),
  })),
});

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
