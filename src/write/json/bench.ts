/** The document "xsweep/bench@1": the answers of bench/. */

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

export type SpreadOf = (values: readonly number[]) => Spread;

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
